using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace ServiceHall.Rpc.Tests.Faces;

/// <summary>Counts the calls that a gateway has begun and not ended.</summary>
internal sealed class CallsUnderWay : IStartupFilter
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (_, call) =>
        {
            Interlocked.Increment(ref _count);
            try
            {
                await call();
            }
            finally
            {
                Interlocked.Decrement(ref _count);
            }
        });
        next(app);
    };
}
