namespace ServiceHall.Gateway.Store;

/// <summary>How what is done to a request here reaches the other places, and what they do reaches this one.</summary>
internal enum RequestPath
{
    /// <summary>All of them are in this hall.</summary>
    Here,

    /// <summary>A platform sent it by calling this gateway: it reads how the request stands, and tells what the receiving place does.</summary>
    Called,

    /// <summary>By packages over the transfer platform.</summary>
    Exchanged,
}

/// <summary>A cross-region request (跨省通办申请) as the store has it, without its acts. Times are Unix milliseconds.</summary>
/// <param name="No">Its one number, the same at all places.</param>
/// <param name="Platform">Who sent it here, or by what it goes; null where nothing leaves the hall.</param>
/// <param name="Collector">The department that collected it, where that was in this hall.</param>
/// <param name="Owner">The department that has it to do, where the home division or an authority is in this hall.</param>
/// <param name="Mode">A word of <see cref="Model.Codes.Words.CrossRegionMode"/>.</param>
/// <param name="Matter">As the request names it: a code of the matter, or of the catalogue.</param>
/// <param name="Home">属地.</param>
/// <param name="Receiving">收件地.</param>
/// <param name="State">A <see cref="Model.CrossRegion.Requests.RequestState"/>, as its acts add up.</param>
/// <param name="Packages">How many packages of ours there are.</param>
/// <param name="Sent">How many of them the transfer platform has taken.</param>
/// <param name="Problem">Why it does not go on by itself: a code; null where it does.</param>
/// <param name="Digest">Keyed digest of what was said when it began.</param>
/// <param name="Body">Sealed: what was said when it began.</param>
internal sealed record RequestRow(
    string No, RequestPath Path, string? Platform, string? Collector, string? Owner, string Mode, string Matter, string Home, string Receiving, int State, long Received, long Changed,
    int Packages, int Sent, string? Problem, byte[] Digest, byte[] Body)
{
    /// <summary>The columns, in the order of the members.</summary>
    public const string Columns = "no, path, platform, collector, owner, mode, matter, home, receiving, state, received, changed, packages, sent, problem, digest, body";

    /// <inheritdoc/>
    public override string ToString() => $"request {No}";
}

/// <summary>One act of a request.</summary>
/// <param name="RequestNo">Whose.</param>
/// <param name="Division">Who did it.</param>
/// <param name="Sequence">Which of that division's acts it is, from 1.</param>
/// <param name="Body">Sealed: the act.</param>
internal sealed record RequestActRow(string RequestNo, string Division, int Sequence, byte[] Body)
{
    /// <summary>The columns, in the order of the members.</summary>
    public const string Columns = "request_no, division, sequence, body";
}

/// <summary>One package of ours: the opening, an act of a place of this hall, or a word on what came.</summary>
/// <param name="RequestNo">Whose.</param>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Division">Whose act it is; null where it is none.</param>
/// <param name="Sequence">Which one.</param>
/// <param name="Receipt">The code of a word on what came; null where it is none.</param>
internal sealed record RequestPackageRow(string RequestNo, int Number, string? Division, int? Sequence, string? Receipt)
{
    /// <summary>The columns, in the order of the members.</summary>
    public const string Columns = "request_no, number, division, sequence, receipt";
}
