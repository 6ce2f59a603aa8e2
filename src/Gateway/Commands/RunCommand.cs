using System.Data.Common;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Commands;

/// <summary>The gateway itself.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        // Settings may stand behind the program's name (--Http:Url …); a word alone is a command that does not exist.
        if (args.FirstOrDefault() is { } word && !word.StartsWith("--", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"没有命令 {word}，可用的命令见 --help / there is no command '{word}': see --help");
        }

        return await RunAsync(WebApplication.CreateBuilder([.. args, GatewayHost.ReadsSettingsOnce]), cancellationToken);
    }

    /// <summary>Runs the gateway to its end. Answers the exit code.</summary>
    public static async Task<int> RunAsync(WebApplicationBuilder builder, CancellationToken cancellationToken)
    {
        await using var app = GatewayHost.Build(builder);
        var store = app.Services.GetRequiredService<LostStore>();
        try
        {
            await app.StartAsync(cancellationToken);
            Console.WriteLine($"ServiceHall 已启动：{string.Join(' ', app.Urls)}");
            await app.WaitForShutdownAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (store.IsLost)
        {
            // Told to end before it had started; why is in the log.
        }

        return store.IsLost ? 1 : 0;
    }

    /// <summary>The exit code: 1 where it may help to try again, 2 where a person must mend something first.</summary>
    public static int Code(Exception fault) => fault is StoreAwayException or DbException { IsTransient: true } ? 1 : 2;

    /// <summary>What to tell whoever starts it, where it is theirs to mend; null where it is a bug.</summary>
    public static IReadOnlyList<string>? Cure(Exception fault) => fault switch
    {
        SettingsException settings => [$"设置有 {settings.Mistakes.Count} 处问题，未启动 / not started, {settings.Mistakes.Count} mistake(s) in the settings:", .. settings.Mistakes],
        Adapters.Departments.Mapping.MappingException mapping => [mapping.Message],
        InvalidDataException or IOException => [fault.Message],
        DbException { IsTransient: true } => [$"数据库中途断开 / the database has gone away meanwhile: {fault.Message}"],
        _ => null,
    };
}
