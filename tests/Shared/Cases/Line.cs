using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Tests.Cases;

/// <summary>How a case talks to the gateway.</summary>
internal sealed class Line(Func<JsonObject, Task<Answer>> push, Func<string, Task<Answer>> get)
{
    /// <summary>As a client does to a gateway that stays alive.</summary>
    public Line(Func<SignedClient> client)
        : this(record => client().PushAsync(record), target => client().GetAsync(target))
    {
    }

    /// <summary>Whether an answer may be lost: the record is pushed again then, and is a duplicate that says what the first answer was.</summary>
    public bool LosesAnswers { get; init; }

    public Task<Answer> PushAsync(JsonObject record) => push(record);

    public Task<Answer> GetAsync(string target) => get(target);

    /// <summary>What was said of a record that was never acknowledged before.</summary>
    public string FirstVerdict(JsonNode result) => (string)((LosesAnswers ? result["first"] : null) ?? result)["verdict"]!;
}
