using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Api.Description;

/// <summary>What must have happened before an example is called. One that is not here is called on an empty hall.</summary>
internal static class Scenes
{
    private static readonly Dictionary<string, Func<Task<Stage>>> Set = new(StringComparer.Ordinal)
    {
        ["pushRecords/duplicate"] = () => PushedAsync("accepted"),
        ["pushRecords/notYours"] = () => CalledByAsync("operator"),
        ["pushMapped/accepted"] = () => CalledByAsync("rs"),
        ["pushMapped/malformed"] = () => CalledByAsync("rs"),
        ["validateRecords/accepted"] = Stage.WithProvinceAsync,
        ["tryMapped/accepted"] = async () => CalledBy("rs", await Stage.WithProvinceAsync()),
        ["findCase/found"] = ConfirmedAsync,
        ["findCase/ambiguous"] = AmbiguousAsync,
        ["batchGetCases/found"] = () => PushedAsync("accepted"),
        ["getCase/found"] = () => PushedAsync("accepted"),
        ["getRecord/found"] = ConfirmedAsync,
        ["listChanges/page"] = () => PushedAsync("accepted"),
        ["watchChanges/events"] = () => PushedAsync("accepted"),
        ["listQuarantine/page"] = () => PushedAsync("rejected"),
        ["listConflicts/page"] = ConflictAsync,
        ["listParked/page"] = () => PushedAsync("parked"),
        ["listLanes/page"] = BlockedAsync,
        ["rejudgeRecords/tried"] = () => PushedAsync("rejected"),
        ["discardRecord/discarded"] = () => PushedAsync("rejected"),
        ["discardRecord/wrongState"] = () => PushedAsync("accepted"),
        ["acceptConflict/taken"] = ConflictAsync,
        ["resendRecord/resent"] = BlockedAsync,
        ["resendRecord/noSuchDelivery"] = () => PushedAsync("accepted"),
        ["stopPlatform/stopped"] = Stage.WithProvinceAsync,
        ["startPlatform/running"] = Stage.WithProvinceAsync,
        ["listUnmapped/page"] = UnmappedAsync,
        ["getConfiguration/inForce"] = Stage.WithOwnFormatAsync,
        ["reloadConfiguration/unchanged"] = Stage.WithOwnFormatAsync,
        ["reloadConfiguration/invalid"] = SpoiltAsync,
        ["getMetrics/metrics"] = () => PushedAsync("accepted"),
    };

    /// <summary>The stage of an example; who calls is an operator where it is for them, unless the scene says otherwise.</summary>
    public static async Task<Stage> SetAsync(Example example)
    {
        var tag = (string)example.Operation.Node["tags"]![0]!;
        var stage = tag == "Tasks" ? await TaskScenes.SetAsync(example) : tag == "Cross-region" ? await RequestScenes.SetAsync(example) : await Set.GetValueOrDefault(example.Id, Stage.WithoutPlatformAsync)();
        if (tag == "Operators" && example.Name != "notYours")
        {
            stage.Client = "operator";
        }

        return stage;
    }

    /// <summary>The scenes that belong to no example.</summary>
    public static IEnumerable<string> Without(IEnumerable<Example> examples) => Set.Keys.Except(examples.Select(example => example.Id), StringComparer.Ordinal);

    private static Stage CalledBy(string client, Stage stage)
    {
        stage.Client = client;
        return stage;
    }

    private static async Task<Stage> CalledByAsync(string client) => CalledBy(client, await Stage.WithoutPlatformAsync());

    private static async Task<Stage> PushedAsync(string example)
    {
        var stage = await Stage.WithoutPlatformAsync();
        stage.RecordId = await stage.PushAsync(example);
        return stage;
    }

    private static async Task<Stage> ConfirmedAsync()
    {
        var stage = await Stage.WithProvinceAsync();
        stage.RecordId = await stage.PushAsync("accepted");
        await stage.Hall.AllConfirmedAsync();
        return stage;
    }

    private static async Task<Stage> ConflictAsync()
    {
        var stage = await PushedAsync("accepted");
        var other = Example.Of(ApiDocument.Instance, "pushRecords/accepted").Body!.Value.Text.Replace("window", "web", StringComparison.Ordinal);
        stage.RecordId = await stage.PushTextAsync(other);
        return stage;
    }

    private static async Task<Stage> AmbiguousAsync()
    {
        var stage = await Stage.WithoutPlatformAsync();
        await stage.Hall.Client("mz").PushAsync(Samples.Accepted("2026-1"));
        await stage.Hall.Client("rs").PushAsync(Samples.Accepted("2026-1"));
        return CalledBy("window", stage);
    }

    private static async Task<Stage> BlockedAsync()
    {
        var stage = await Stage.WithProvinceAsync();
        (stage.RecordId, _) = await stage.Hall.BlockAsync(stage.Province!, "MZ-2026-000123");
        return stage;
    }

    private static async Task<Stage> UnmappedAsync()
    {
        var stage = await Stage.WithOwnFormatAsync();
        await stage.Own!.PushAsync("MZ-2026-000123", "7");
        return stage;
    }

    private static async Task<Stage> SpoiltAsync()
    {
        var stage = await Stage.WithOwnFormatAsync();
        stage.Own!.Write("jt/tables/channel.csv", "code,word\n1,window\n1,web\n");
        return stage;
    }
}
