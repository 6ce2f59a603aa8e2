namespace ServiceHall.Adapters.Platforms;

/// <summary>What one call to a platform came to (contract section 5, "Outcome of a call").</summary>
public abstract record Outcome
{
    /// <summary>The platform judged row by row.</summary>
    public sealed record Answered(IReadOnlyList<RowReceipt> Taken, IReadOnlyList<RowRefusal> Refused) : Outcome
    {
        private readonly Lazy<Dictionary<string, RowReceipt>> _receipts = new(() => Taken.DistinctBy(row => row.RowGuid, StringComparer.Ordinal).ToDictionary(row => row.RowGuid, StringComparer.Ordinal));
        private readonly Lazy<Dictionary<string, RowRefusal>> _refusals = new(() => Refused.DistinctBy(row => row.RowGuid, StringComparer.Ordinal).ToDictionary(row => row.RowGuid, StringComparer.Ordinal));

        /// <summary>Why a row was refused, or null where it was not. One that the answer names both ways is refused.</summary>
        public RowRefusal? RefusalOf(string rowGuid) => _refusals.Value.GetValueOrDefault(rowGuid);

        /// <summary>A row's receipt, or null where it was given none.</summary>
        public RowReceipt? ReceiptOf(string rowGuid) => _receipts.Value.GetValueOrDefault(rowGuid);
    }

    /// <summary>The platform took nothing of the batch and blames none of its rows.</summary>
    public sealed record BatchRefused(string Code, string Text) : Outcome;

    /// <summary>Nothing reached it, or it said to come back: 429, 503, a refused connection, failed TLS or DNS.</summary>
    public sealed record Away(string Why, TimeSpan? RetryAfter) : Outcome;

    /// <summary>This gateway let it be, because it stops or another may soon make the same call: nothing was sent, and the platform has no part in it.</summary>
    public sealed record HeldBack(string Why) : Outcome;

    /// <summary>It will not talk to us as things stand (401, 403, an unlisted code): somebody must look.</summary>
    /// <param name="Why">For a person.</param>
    /// <param name="MayHaveTaken">Whether it may have taken rows all the same: an answer that nobody understands says nothing of them.</param>
    public sealed record Stopped(string Why, bool MayHaveTaken = false) : Outcome;

    /// <summary>It may or may not have taken the rows: 5xx, a cut, a timeout, an answer that makes no sense.</summary>
    public sealed record Unknown(string Why) : Outcome;
}

/// <summary>回执 of one row.</summary>
public sealed record RowReceipt(string RowGuid, string? ReceiptNo, string? ProvincialCaseNo);

/// <summary>A row the platform refused, and its code for why. The text is the platform's.</summary>
public sealed record RowRefusal(string RowGuid, string Code, string Text);
