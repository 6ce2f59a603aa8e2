using System.Globalization;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Bench;

/// <summary>What a run can be told.</summary>
/// <param name="Rounds">Rounds that count; one more comes before them and is thrown away. What is printed is the median.</param>
/// <param name="Records">Records of one measurement.</param>
/// <param name="Rows">Records already stored where a full store is measured.</param>
/// <param name="Load">Which of several loads alone, from 1; 0: all.</param>
/// <param name="Store"><c>sqlite</c> or <c>postgres</c>: what the halls keep their stores in.</param>
/// <param name="Seconds">How long a measurement is where time is its bound.</param>
/// <param name="OpenSeconds">How long a transaction is left open beside what is measured.</param>
internal sealed record Options(int Rounds, int Records, int Rows, int Load, string Store, int Seconds, int OpenSeconds)
{
    public static Options Read(string[] args)
    {
        var options = new Options(5, 20_000, 1_500_000, 0, StoreSettings.Sqlite, 5, 20);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            options = args[i] == "--store" ? options with { Store = StoreOf(args[i + 1]) } : options.With(args[i], int.Parse(args[i + 1], CultureInfo.InvariantCulture));
        }

        return options;
    }

    /// <summary>For a bench of what SQLite alone does, which must not say that it measured something else.</summary>
    public Options OnSqlite() => Store == StoreSettings.Sqlite ? this : throw new ArgumentException("This one knows SQLite only.");

    private Options With(string name, int value) => name switch
    {
        "--rounds" => this with { Rounds = value },
        "--records" => this with { Records = value },
        "--rows" => this with { Rows = value },
        "--load" => this with { Load = value },
        "--seconds" => this with { Seconds = value },
        "--open-seconds" => this with { OpenSeconds = value },
        var other => throw new ArgumentException($"{other} is none of --rounds, --records, --rows, --load, --store, --seconds, --open-seconds."),
    };

    private static string StoreOf(string name) => name is StoreSettings.Sqlite or StoreSettings.Postgres
        ? name
        : throw new ArgumentException($"{name} is neither {StoreSettings.Sqlite} nor {StoreSettings.Postgres}.");
}
