using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceHall.Gateway;
using ServiceHall.Gateway.Commands;
using ServiceHall.Tests;

namespace ServiceHall.Scenarios.Tests.Commands;

/// <summary>What the program answers where its store is lost.</summary>
public sealed class LostStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lost-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_gateway_that_loses_its_store_ends_with_one_also_while_it_starts(bool isStarted)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development, ContentRootPath = _folder.FullName });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Http:Url"] = "http://127.0.0.1:0", ["Grpc:Url"] = "http://127.0.0.1:0", ["Data:Path"] = Repository.Data });
        builder.Services.AddHostedService(services => new Loss(services, isStarted));

        Assert.Equal(1, await RunCommand.RunAsync(builder, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1)));
    }

    /// <summary>The store is lost while the services start, or once all have.</summary>
    private sealed class Loss(IServiceProvider services, bool isStarted) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            var store = services.GetRequiredService<LostStore>();
            if (isStarted)
            {
                services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => store.End(fault: null));
            }
            else
            {
                store.End(fault: null);
            }

            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
