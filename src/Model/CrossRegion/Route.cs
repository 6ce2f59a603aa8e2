namespace ServiceHall.Model.CrossRegion;

/// <summary>Where a request goes, or why nowhere.</summary>
public abstract record Route
{
    private protected Route(Followed home, Followed receiving) =>
        (Home, Receiving, Followed) = (DivisionPath.Code(home.Bare), DivisionPath.Code(receiving.Bare), [.. home.Steps, .. receiving.Steps]);

    /// <summary>属地 as it is on that day.</summary>
    public string Home { get; }

    /// <summary>收件地 as it is on that day.</summary>
    public string Receiving { get; }

    /// <summary>Changes of divisions that were followed: the home's, then the receiving one's.</summary>
    public IReadOnlyList<DivisionSuccession> Followed { get; }

    /// <summary>This rule decides.</summary>
    public sealed record To : Route
    {
        internal To(RouteRule rule, Followed home, Followed receiving)
            : base(home, receiving) => Rule = rule;

        public RouteRule Rule { get; }
    }

    /// <summary>No rule does.</summary>
    public sealed record Nowhere : Route
    {
        internal Nowhere(NoRoute why, Followed home, Followed receiving)
            : base(home, receiving) => Why = why;

        public NoRoute Why { get; }

        /// <summary>Those that fitted until then: whose homes, modes, receiving divisions or days are asked for in vain.</summary>
        public IReadOnlyList<RouteRule> Nearest { get; init; } = [];

        /// <summary>The division of which it can't be told what stands for it.</summary>
        public DivisionSuccession? Split { get; init; }
    }
}

/// <summary>The first thing that no rule of the matter has.</summary>
public enum NoRoute
{
    /// <summary>No rule names the matter.</summary>
    MatterUnknown,

    /// <summary>None is of the home division or what it lies in.</summary>
    HomeNotCovered,

    /// <summary>None of those offers the mode.</summary>
    ModeNotOffered,

    /// <summary>None of those takes requests from the receiving division.</summary>
    ReceivingNotCovered,

    /// <summary>None of those holds on that day.</summary>
    NotOnThatDay,

    /// <summary>A division was split, and the code does not tell which part is meant.</summary>
    DivisionSplit,
}
