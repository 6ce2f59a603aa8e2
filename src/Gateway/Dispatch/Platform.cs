using ServiceHall.Adapters.Platforms;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Gateway.Settings;
using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>An enabled platform: its name in the contract, what it is told, and its settings.</summary>
internal sealed record Platform(string Name, OneWindowSettings Settings, OneWindowPlanner Planner)
{
    public const string OneWindow = "one-window";

    /// <summary>When it takes calls; null: always.</summary>
    public OpeningHours? Hours { get; init; }

    /// <summary>What this platform is to be told about one event of a case.</summary>
    public RowPlan Plan(Case @case, CaseEvent taken) => Planner.Plan(@case, taken);
}

/// <summary>The enabled platforms.</summary>
internal sealed record Platforms(IReadOnlyList<Platform> Enabled);
