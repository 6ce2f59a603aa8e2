using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ServiceHall.Tests.Cases;
using ServiceHall.Gateway.Tests.Histories;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Dispatch;

/// <summary>Rows whose outcome nobody knows are sent again, and then the platform refuses the whole batch.</summary>
public sealed class RefusedUnknownTests
{
    private const int MostMoments = 100;

    private static readonly Dictionary<string, string?> Settings = new() { ["Platforms:OneWindow:WhenUnknown"] = "resendSameIdentity" };

    [Fact]
    public async Task They_keep_their_order_however_often_they_are_halved()
    {
        using var platform = new Scripted("up_pro_material", Scripted.Lost, Scripted.Refused, Scripted.Lost);
        await using var hall = new InnerHall(platform, platform.Time, Settings);
        await hall.StartAsync();

        await PushAsync(hall, new Story(new Random(1), "H-1").Accepted(caseType: "promised", materials: 3));
        await AllIsOverAsync(hall);

        Assert.Equal([3, 3, 1], platform.Calls.Take(3).Select(call => call.Count));
        Assert.Equal(platform.Calls[0], platform.Calls.Skip(3).SelectMany(call => call));
    }

    [Fact]
    public async Task What_was_refused_after_it_may_have_been_taken_is_still_unknown_and_its_withdrawal_still_goes()
    {
        using var platform = new Scripted("up_pro_result", Scripted.Lost, Scripted.Refused);
        await using var hall = new InnerHall(platform, platform.Time, Settings);
        await hall.StartAsync();
        await PushAsync(hall, Samples.Accepted("H-2"));
        await PushAsync(hall, Samples.Step("H-2"));
        await PushAsync(hall, Samples.Closed("H-2"));
        await CalledAsync(hall, platform, 2);

        await PushAsync(hall, Story.Deleted(Samples.Closed("H-2"), 2));
        await hall.StillAsync();
        await hall.OperateAsync();
        await AllIsOverAsync(hall);

        Assert.EndsWith(" D", Assert.Single(platform.Calls[^1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_sent_again_by_hand_goes_with_all_its_rows_whatever_became_of_the_others()
    {
        using var platform = new Scripted("up_pro_material", Scripted.Lost, Scripted.Refused, Scripted.RowRefused);
        await using var hall = new InnerHall(platform, platform.Time, Settings);
        await hall.StartAsync();
        await PushAsync(hall, new Story(new Random(1), "H-3").Accepted(caseType: "promised", materials: 3));
        await CalledAsync(hall, platform, 3);

        await hall.OperateAsync();
        await AllIsOverAsync(hall);

        Assert.Equal(platform.Calls[0].Order(StringComparer.Ordinal), platform.Calls.Skip(3).SelectMany(call => call).Order(StringComparer.Ordinal));
    }

    private static async Task PushAsync(InnerHall hall, JsonObject record) => Assert.Equal("accepted", (await hall.Way.PushAsync(record)).Verdict);

    private static async Task CalledAsync(InnerHall hall, Scripted platform, int times)
    {
        while (platform.Calls.Count < times)
        {
            // What is about to run can look like rest for a moment.
            Assert.True(await hall.NextMomentAsync() || await hall.MovesAsync(() => platform.Calls.Count));
            await hall.StillAsync();
        }
    }

    private static async Task AllIsOverAsync(InnerHall hall)
    {
        for (var moments = 0; moments < MostMoments; moments++)
        {
            await hall.StillAsync();
            if (hall.Open().Count == 0)
            {
                return;
            }

            await hall.NextMomentAsync();
        }

        Assert.Empty(hall.Open());
    }

    /// <summary>A platform that takes everything, but does with the first calls about one table what it is told.</summary>
    private sealed class Scripted(string table, params string[] first) : HttpMessageHandler
    {
        public const string Lost = "lost";
        public const string Refused = "refused";
        public const string RowRefused = "row refused";

        public ManualTime Time { get; } = new(TestHall.Monday);

        /// <summary>The calls about that table, each row by its guid and operation.</summary>
        public List<List<string>> Calls { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var sent = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!["rows"]!.AsArray();
            var told = "";
            if (request.RequestUri!.AbsolutePath.EndsWith(table, StringComparison.Ordinal))
            {
                told = first.ElementAtOrDefault(Calls.Count);
                Calls.Add([.. sent.Select(row => $"{row!["row_guid"]} {row["cd_operation"]}")]);
            }

            var rows = new JsonArray([.. sent.Select(row => new JsonObject { ["row_guid"] = (string)row!["row_guid"]!, ["code"] = told == RowRefused ? "E0204" : "E0900" })]);
            var custom = told switch
            {
                Refused => new JsonObject { ["code"] = 0, ["errors"] = rows },
                RowRefused => new JsonObject { ["code"] = 2, ["errors"] = rows },
                _ => new JsonObject { ["code"] = 1, ["rows"] = rows },
            };
            var answer = new JsonObject { ["status"] = new JsonObject { ["code"] = 200 }, ["custom"] = custom };
            return told == Lost ? new HttpResponseMessage(HttpStatusCode.BadGateway) : new HttpResponseMessage { Content = new StringContent(answer.ToJsonString(), Encoding.UTF8, "application/json") };
        }
    }
}
