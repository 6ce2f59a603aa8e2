using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Tests.Cases;

/// <summary>How a wandering case reaches a gateway: over HTTP, or straight into it.</summary>
/// <param name="PushAsync">Pushes one record.</param>
/// <param name="IsTakenAsync">Whether a record that was parked is taken by now.</param>
internal sealed record Way(Func<JsonObject, Task<Pushed>> PushAsync, Func<Guid, Task<bool>> IsTakenAsync)
{
    /// <summary>As a client does to a gateway that stays alive.</summary>
    public static Way Of(Func<SignedClient> client) => Of(record => client().PushAsync(record), target => client().GetAsync(target), losesAnswers: false);

    /// <param name="losesAnswers">Whether an answer may be lost: the record is pushed again then, and is a duplicate that says what the first answer was.</param>
    public static Way Of(Func<JsonObject, Task<Answer>> push, Func<string, Task<Answer>> get, bool losesAnswers) => new(
        async record =>
        {
            var answer = await push(record);
            Assert.True(answer.Status == 200, answer.ToString());
            var result = answer.Results[0];
            return new Pushed(answer.Verdicts[0], answer.Rules[0], (Guid?)result["recordId"], (string?)result["gatewayCaseNo"])
            {
                FirstVerdict = (string)((losesAnswers ? result["first"] : null) ?? result)["verdict"]!,
            };
        },
        async id => (string?)(await get($"/v1/records/{id}")).Json["state"] == "taken");
}

/// <summary>The answer to one record.</summary>
internal sealed record Pushed(string Verdict, string? Rule, Guid? RecordId, string? GatewayCaseNo)
{
    /// <summary>What was said of it when it came first, where this client can't know whether it came before.</summary>
    public string FirstVerdict { get; init; } = Verdict;
}
