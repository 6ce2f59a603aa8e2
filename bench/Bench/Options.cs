using System.Globalization;

namespace ServiceHall.Bench;

/// <summary>What a run can be told.</summary>
/// <param name="Rounds">Rounds that count; one more comes before them and is thrown away. What is printed is the median.</param>
/// <param name="Records">Records of one measurement.</param>
/// <param name="Rows">Records already stored where a full store is measured.</param>
/// <param name="Load">Which of several loads alone, from 1; 0: all.</param>
internal sealed record Options(int Rounds, int Records, int Rows, int Load)
{
    public static Options Read(string[] args)
    {
        var options = new Options(5, 20_000, 1_500_000, 0);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var value = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
            options = args[i] switch
            {
                "--rounds" => options with { Rounds = value },
                "--records" => options with { Records = value },
                "--rows" => options with { Rows = value },
                "--load" => options with { Load = value },
                var other => throw new ArgumentException($"{other} is none of --rounds, --records, --rows, --load."),
            };
        }

        return options;
    }
}
