using System.Text.Json.Nodes;

namespace ServiceHall.Gateway.Commands.Operators;

/// <summary>Orders one thing of the running gateway and says what came of it.</summary>
internal static class VerbCommand
{
    public static async Task<int> RunAsync(string path, string reason, bool dryRun, string? platform, CancellationToken cancellationToken)
    {
        using var gateway = new OperatorClient();
        var body = new JsonObject { ["reason"] = reason, ["dryRun"] = dryRun };
        if (platform is not null)
        {
            body["platform"] = platform;
        }

        var answered = await gateway.PostAsync(path, body, cancellationToken);
        if (answered is { ExitCode: 0, Body: { } done })
        {
            Console.WriteLine($"{(dryRun ? "演练，未作改动 / dry run, nothing changed: " : "")}{Of(done)} → {(string?)done["state"]}");
        }

        return answered.ExitCode;
    }

    private static string Of(JsonNode done) => ((string?)done["recordId"], (string?)done["platform"]) switch
    {
        ({ } record, { } platform) => $"{record} {platform}",
        var (record, platform) => record ?? platform ?? "",
    };
}
