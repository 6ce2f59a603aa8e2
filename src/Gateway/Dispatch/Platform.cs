using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Settings;
using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>An enabled platform.</summary>
/// <param name="Name">Its name in the contract.</param>
/// <param name="Settings">How it is called.</param>
/// <param name="Plan">What it is to be told about one event of a case.</param>
internal sealed record Platform(string Name, OneWindowSettings Settings, Func<Case, CaseEvent, RowPlan> Plan)
{
    public const string OneWindow = "one-window";

    /// <summary>When it takes calls; null: always.</summary>
    public OpeningHours? Hours { get; init; }
}

/// <summary>The enabled platforms.</summary>
internal sealed record Platforms(IReadOnlyList<Platform> Enabled);
