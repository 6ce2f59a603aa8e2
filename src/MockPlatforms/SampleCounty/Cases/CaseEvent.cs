using System.Text.Json.Nodes;

namespace ServiceHall.MockPlatforms.SampleCounty.Cases;

/// <summary>Something that happened to a case, with the contract's data of its kind, before its department puts it into its own shape.</summary>
/// <param name="PushedAt">When the department would push it by itself; a batch goes with its last event.</param>
internal sealed record CaseEvent(string Kind, string Key, string CaseNo, DateTimeOffset OccurredAt, DateTimeOffset PushedAt, JsonObject Data)
{
    /// <summary>What is wrong with it on purpose; nothing for the clean ones.</summary>
    public string? Label { get; init; }

    /// <summary>Of a case that was made to carry dirt: such events are never batched with others.</summary>
    public bool Alone { get; init; }

    public int Version { get; init; } = 1;

    /// <summary>Takes back what was said under its key.</summary>
    public bool Deleted { get; init; }

    /// <summary>The department it names, where it names one.</summary>
    public string? SpeaksFor { get; init; }

    /// <summary>Its line was cut short on the way.</summary>
    public bool IsCutShort { get; init; }

    /// <summary>It comes so much later that everything before it has long been delivered.</summary>
    public bool AfterTheRest { get; init; }

    /// <summary>The same event after its data was changed.</summary>
    public CaseEvent With(Action<JsonObject> change)
    {
        change(Data);
        return this;
    }
}
