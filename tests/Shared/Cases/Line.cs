using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Tests.Cases;

/// <summary>How a case talks to the gateway: by default as a client does to one that stays alive.</summary>
internal class Line(Func<SignedClient> client)
{
    public virtual Task<Answer> PushAsync(JsonObject record) => client().PushAsync(record);

    public virtual Task<Answer> GetAsync(string target) => client().GetAsync(target);

    /// <summary>What was said of a record that the gateway had never acknowledged before.</summary>
    public virtual string FirstVerdict(JsonNode result) => (string)result["verdict"]!;
}
