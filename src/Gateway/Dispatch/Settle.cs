using System.Diagnostics;
using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>What happens next to a delivery after a call. The one place that decides it; pure.</summary>
internal static class Settle
{
    /// <summary>The delivery as it is after the outcome.</summary>
    /// <param name="sent">The delivery as it was written down before the call.</param>
    /// <param name="run">What of it was in the call.</param>
    public static DeliveryRow After(DeliveryRow sent, Offer.Run run, Outcome outcome, OneWindowSettings settings, DateTimeOffset now) => outcome switch
    {
        Outcome.Answered answered => ByRow(sent, run, answered),

        // What never reached the platform is as if it had not been sent; what was unknown before stays so.
        Outcome.Away away => Again(sent with { Rows = run.Delivery.Rows }, DeliveryState.Waiting, away.Why, away.RetryAfter, settings, now),
        Outcome.BatchRefused refused => Again(sent with { Rows = run.Delivery.Rows }, DeliveryState.Waiting, $"平台整批退回（{refused.Code}）", null, settings, now),

        // An unlisted code may come after some rows were taken: they stay as sent, and go again under the same identity.
        Outcome.Stopped stopped => Again(sent, DeliveryState.Waiting, stopped.Why, null, settings, now),
        Outcome.Unknown unknown => Again(sent, DeliveryState.Unknown, unknown.Why, settings.SettleAfter, settings, now),
        _ => throw new UnreachableException(),
    };

    /// <summary>The word an attempt's outcome is stored under.</summary>
    public static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Answered { Refused.Count: 0 } => "confirmed",
        Outcome.Answered => "refused",
        Outcome.Away => "away",
        Outcome.BatchRefused => "batchRefused",
        Outcome.Stopped => "stopped",
        _ => "unknown",
    };

    /// <summary>Why, for a person; never the platform's own text, which may repeat personal data.</summary>
    public static string? Why(Outcome outcome) => outcome switch
    {
        Outcome.Away away => away.Why,
        Outcome.BatchRefused refused => $"平台整批退回（{refused.Code}）",
        Outcome.Stopped stopped => stopped.Why,
        Outcome.Unknown unknown => unknown.Why,
        _ => null,
    };

    private static DeliveryRow ByRow(DeliveryRow sent, Offer.Run run, Outcome.Answered answered)
    {
        // An answer may name a row twice; where it names it both ways, it is refused.
        var taken = answered.Taken.DistinctBy(row => row.RowGuid, StringComparer.Ordinal).ToDictionary(row => row.RowGuid, StringComparer.Ordinal);
        var refused = answered.Refused.DistinctBy(row => row.RowGuid, StringComparer.Ordinal).ToDictionary(row => row.RowGuid, StringComparer.Ordinal);
        var inRun = run.Rows.Select(row => row.Row.RowGuid).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<RowState> rows = [.. RowState.Read(sent.Rows).Select(row => inRun.Contains(row.RowGuid) ? Of(row, taken, refused) : row)];
        var after = sent with { Rows = RowState.Write(rows), NextAt = null, Why = null };
        if (rows.FirstOrDefault(row => row.State == RowState.Refused) is { } first)
        {
            return after with { State = DeliveryState.Refused, Why = $"平台退回 {first.Table}（{first.Code}）" };
        }

        return after with { State = rows.All(row => row.State == RowState.Taken) ? DeliveryState.Confirmed : DeliveryState.Pending, Tries = 0 };
    }

    private static RowState Of(RowState row, Dictionary<string, RowReceipt> taken, Dictionary<string, RowRefusal> refused)
    {
        if (refused.TryGetValue(row.RowGuid, out var refusal))
        {
            return row with { State = RowState.Refused, Code = refusal.Code };
        }

        // What is not refused is taken (contract section 5), with or without a receipt.
        var receipt = taken.GetValueOrDefault(row.RowGuid);
        return row with { State = RowState.Taken, ReceiptNo = receipt?.ReceiptNo, ProvincialCaseNo = receipt?.ProvincialCaseNo };
    }

    private static DeliveryRow Again(DeliveryRow delivery, DeliveryState state, string why, TimeSpan? notBefore, OneWindowSettings settings, DateTimeOffset now)
    {
        var schedule = settings.Schedule;
        var wait = schedule[Math.Min(delivery.Tries, schedule.Count - 1)];
        var at = now + (notBefore > wait ? notBefore.Value : wait);
        return delivery with { State = state, Tries = delivery.Tries + 1, NextAt = at.ToUnixTimeMilliseconds(), Why = why };
    }
}
