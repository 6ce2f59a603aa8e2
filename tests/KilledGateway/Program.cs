using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServiceHall.Gateway.Commands;
using ServiceHall.Gateway.Store;
using ServiceHall.KilledGateway;

// The gateway as it is, but for what can be killed at a moment.
var builder = WebApplication.CreateBuilder(args);
var death = Death.From(builder.Configuration);
builder.Host.ConfigureContainer<IServiceCollection>((_, services) =>
{
    Wrap<Database>(services, database => new WatchedDatabase(database, death));
    Wrap<HttpMessageHandler>(services, connection => new WatchedConnection(connection, death));
    Wrap<HttpMessageInvoker>(services, way => new HttpMessageInvoker(new WatchedAnswers(way, death)));
});
return await CommandLine.CuredAsync(() => RunCommand.RunAsync(builder, CancellationToken.None));

static void Wrap<T>(IServiceCollection services, Func<T, T> wrap)
    where T : class
{
    var own = services.Single(one => one.ServiceType == typeof(T)).ImplementationFactory!;
    services.Replace(ServiceDescriptor.Singleton(provider => wrap((T)own(provider))));
}
