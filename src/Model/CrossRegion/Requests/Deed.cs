namespace ServiceHall.Model.CrossRegion.Requests;

/// <summary>What somebody does to a request. It holds no personal data: who the applicant is, and what the papers say, lies apart, sealed.</summary>
public abstract record Deed
{
    private protected Deed()
    {
    }

    /// <summary>形式审查: whether the papers are all there and in form.</summary>
    public sealed record CheckForm(bool Passed) : Deed;

    /// <summary>身份核验: whether the applicant is who the papers say.</summary>
    public sealed record CheckIdentity(bool Passed) : Deed;

    /// <summary>移交: the request is the home division's from here on. Paper originals are handed over each by itself.</summary>
    public sealed record Transfer : Deed;

    /// <summary>补正重报, by way of the place that collected the request.</summary>
    public sealed record Resubmit : Deed;

    /// <summary>撤回, as long as the receiving place has the turn.</summary>
    public sealed record Withdraw : Deed;

    /// <summary>补正告知.</summary>
    public sealed record AskSupplement : Deed;

    /// <summary>受理.</summary>
    public sealed record Accept : Deed;

    /// <summary>不予受理.</summary>
    public sealed record Refuse : Deed;

    /// <summary>联办部分办结: one of the authorities that handle it together has done its part.</summary>
    public sealed record FinishPart : Deed;

    /// <summary>作出决定.</summary>
    public sealed record Decide : Deed;

    /// <summary>结果移交收件地: the applicant gets it at the window that took the papers.</summary>
    public sealed record SendResult : Deed;

    /// <summary>送达.</summary>
    public sealed record Deliver : Deed;

    /// <summary>原件交接: something is done with paper originals, all of them or none.</summary>
    /// <param name="Originals">Their names in the request.</param>
    public abstract record OfOriginals(IReadOnlyList<string> Originals) : Deed;

    /// <summary>收取原件 from the applicant.</summary>
    public sealed record TakeIn(IReadOnlyList<string> Originals) : OfOriginals(Originals);

    /// <summary>退还原件 to the applicant.</summary>
    public sealed record GiveBack(IReadOnlyList<string> Originals) : OfOriginals(Originals);

    /// <summary>寄出.</summary>
    /// <param name="To">Whom to: a division that takes part.</param>
    /// <param name="TrackingNo">寄递单号.</param>
    public sealed record Post(IReadOnlyList<string> Originals, string To, string TrackingNo) : OfOriginals(Originals);

    /// <summary>收到, from the post, also of what was lost.</summary>
    public sealed record Receive(IReadOnlyList<string> Originals) : OfOriginals(Originals);

    /// <summary>丢失: the post can't say where they are.</summary>
    public sealed record ReportLost(IReadOnlyList<string> Originals) : OfOriginals(Originals);

    /// <summary>找回: they are on their way again.</summary>
    public sealed record Find(IReadOnlyList<string> Originals) : OfOriginals(Originals);

    /// <summary>退回寄件人: the post brought them back to who sent them.</summary>
    public sealed record ComeBack(IReadOnlyList<string> Originals) : OfOriginals(Originals);
}
