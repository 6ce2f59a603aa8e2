namespace ServiceHall.Model.CrossRegion.Requests;

/// <summary>原件保管: in whose hand a paper original is. It is always in exactly one.</summary>
public abstract record Hand
{
    private protected Hand()
    {
    }

    /// <summary>申请人.</summary>
    public sealed record OfApplicant : Hand;

    /// <summary>A place that takes part.</summary>
    public sealed record OfPlace(string Division) : Hand;

    /// <summary>On its way.</summary>
    public sealed record OfPost(string From, string To, string TrackingNo, bool IsLost) : Hand
    {
        /// <summary>Who may say something of it: who sent it and who waits for it.</summary>
        public bool Concerns(string division) => division == From || division == To;
    }

    /// <summary>In whose hand it is once this was done; null where it can't be done from here by that division.</summary>
    internal Hand? After(Deed.OfOriginals deed, string by) => (deed, this) switch
    {
        (Deed.TakeIn, OfApplicant) => new OfPlace(by),
        (Deed.GiveBack, OfPlace at) when at.Division == by => new OfApplicant(),
        (Deed.Post post, OfPlace at) when at.Division == by && post.To != by => new OfPost(by, post.To, post.TrackingNo, IsLost: false),
        (Deed.Receive, OfPost way) when way.To == by => new OfPlace(by),
        (Deed.ComeBack, OfPost way) when way.From == by => new OfPlace(by),
        (Deed.ReportLost, OfPost { IsLost: false } way) when way.Concerns(by) => way with { IsLost = true },
        (Deed.Find, OfPost { IsLost: true } way) when way.Concerns(by) => way with { IsLost = false },
        _ => null,
    };
}
