using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Corrections;

/// <summary>How a wandering case reaches a gateway: over HTTP, or straight into it.</summary>
/// <param name="PushAsync">Pushes one record.</param>
/// <param name="IsTakenAsync">Whether a record that was parked is taken by now.</param>
internal sealed record Way(Func<JsonObject, Task<Pushed>> PushAsync, Func<Guid, Task<bool>> IsTakenAsync)
{
    public static Way Of(Func<SignedClient> client) => new(
        async record =>
        {
            var answer = await client().PushAsync(record);
            Assert.True(answer.Status == 200, answer.ToString());
            var result = answer.Results[0];
            return new Pushed(answer.Verdicts[0], answer.Rules[0], (Guid?)result["recordId"], (string?)result["gatewayCaseNo"]);
        },
        async id => (string?)(await client().GetAsync($"/v1/records/{id}")).Json["state"] == "taken");
}

/// <summary>The answer to one record.</summary>
internal sealed record Pushed(string Verdict, string? Rule, Guid? RecordId, string? GatewayCaseNo);
