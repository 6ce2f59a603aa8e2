using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Model.Cases;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Dispatch;

/// <summary>A platform that wants some records after others, which the sample province does not: everything else about it is the province's.</summary>
internal sealed class AfterOthers
{
    /// <summary>What a record of this version wants first.</summary>
    public Dictionary<(string Key, int Version), Prerequisite[]> Wanted { get; } = [];

    /// <summary>Records that are not for this platform.</summary>
    public HashSet<string> NotForIt { get; } = [];

    public AfterOthers Wants(string key, params string[] first)
    {
        Wanted[(key, 1)] = [.. first.Select(one => new Prerequisite("mz", one))];
        return this;
    }

    public Task<TestHall> StartAsync(TestProvince province, string? folder = null, Dictionary<string, string?>? settings = null) => TestHall.StartAsync(
        province, settings, folder, services: Put);

    /// <summary>Makes it the platform of a gateway.</summary>
    public void Put(IServiceCollection services) =>
        services.AddSingleton(provider => new Platforms([new Platform(Platform.OneWindow, provider.GetRequiredService<GatewaySettings>().Platforms.OneWindow, Plan)]));

    public RowPlan Plan(Case @case, CaseEvent taken) => Lanes.Platform.Plan(@case, taken) switch
    {
        _ when NotForIt.Contains(taken.Key) => new RowPlan.NotForThisPlatform("本平台不接收"),
        RowPlan.Rows rows => rows with { After = Wanted.GetValueOrDefault((taken.Key, taken.Version), []) },
        var other => other,
    };

    /// <summary>The identity that a row has at every gateway (contract section 5).</summary>
    public static string RowGuid(string department, string key, string table) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{department}\n{key}\n{table}\n0")).AsSpan(0, 16));
}

internal static class LookingAtLanes
{
    /// <summary>Why each delivery of a case is where it is.</summary>
    public static async Task<IReadOnlyList<string?>> WhyAsync(this TestHall hall, string no) =>
        [.. (await hall.Operator().GetAsync($"/v1/cases?no={no}")).Json["deliveries"]!.AsArray().Select(delivery => (string?)delivery!["why"])];

    public static Task LaneIsAsync(this TestHall hall, string no, params string[] states) => Soon.ItHoldsAsync(async () => (await hall.LaneAsync(no)).SequenceEqual(states));

    /// <summary>What the lane of a case offers now.</summary>
    public static async Task<Offer> OfferAsync(this TestHall hall, string no)
    {
        var number = (string)(await hall.Operator().GetAsync($"/v1/cases?no={no}")).Json["gatewayCaseNo"]!;
        var subject = long.Parse(number[^10..], System.Globalization.CultureInfo.InvariantCulture);
        return hall.Services.GetRequiredService<LaneReader>().Read(hall.Services.GetRequiredService<Platforms>().Enabled[0], [subject]).Single().Open().Next(100, TimeProvider.System.GetUtcNow());
    }
}
