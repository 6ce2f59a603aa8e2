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

        // It says nothing of any one row: the dispatcher finds out which.
        Outcome.BatchRefused => Unsent(sent, run, settings, now),
        Outcome.HeldBack => AsBefore(sent, run, settings, now),

        // It goes on when the platform is started again. An unlisted code may come after some rows were taken: then nobody knows.
        Outcome.Stopped { MayHaveTaken: false } => Unsent(sent, run, settings, now),
        Outcome.Stopped stopped => Unknown(sent, stopped.Why, settings, now),
        Outcome.Unknown unknown => Unknown(sent, unknown.Why, settings, now),
        _ => throw new UnreachableException(),
    };

    /// <summary>A row that was refused alone, by a platform that takes others: it is that row.</summary>
    /// <param name="sent">The delivery as it was written down before the call.</param>
    /// <param name="run">What of it was in the call.</param>
    /// <param name="code">The platform's.</param>
    public static DeliveryRow Alone(DeliveryRow sent, Offer.Run run, string code)
    {
        var table = RowState.Read(sent.Rows).First(row => row.State == RowState.Sent).Table;

        // That a batch is refused says nothing of an earlier call, which may have been taken: what became of it a person must find out.
        return IsUnknown(run.Delivery)
            ? sent with { State = DeliveryState.Unknown, NextAt = null, Why = $"平台退回 {table}（{code}），而此前一次发送的结果不明，等待人工处理" }
            : sent with
            {
                State = DeliveryState.Refused,
                NextAt = null,
                Why = $"平台退回 {table}（{code}）",
                Rows = RowState.Write([.. RowState.Read(sent.Rows).Select(row => row.State == RowState.Sent ? row with { State = RowState.Refused, Code = code } : row)]),
            };
    }

    /// <summary>A row that was refused alone, by a platform of which nobody knows whether it takes any: it is tried again by the schedule.</summary>
    public static DeliveryRow Suspect(DeliveryRow sent, Offer.Run run, string code, OneWindowSettings settings, DateTimeOffset now) =>
        Again(sent with { Rows = run.Delivery.Rows }, DeliveryState.Waiting, $"平台整批退回（{code}）", null, settings, now);

    /// <summary>The delivery after the platform was asked for its rows: what is there was taken, what is not goes again.</summary>
    public static DeliveryRow AfterAsking(DeliveryRow unknown, IReadOnlyList<(string RowGuid, Asked Asked)> said, OneWindowSettings settings, DateTimeOffset now)
    {
        var answers = said.ToDictionary(one => one.RowGuid, one => one.Asked, StringComparer.Ordinal);
        var rows = RowState.Read(unknown.Rows).Select(row => row.State == RowState.Sent ? Of(row, answers.GetValueOrDefault(row.RowGuid)) : row).ToList();
        var after = unknown with { Rows = RowState.Write(rows) };
        if (said.Select(one => one.Asked).OfType<Asked.NoAnswer>().FirstOrDefault() is { Outcome: var outcome })
        {
            return outcome is Outcome.HeldBack ? after : Again(after, DeliveryState.Unknown, Why(outcome) ?? "", (outcome as Outcome.Away)?.RetryAfter, settings, now);
        }

        var isWhole = rows.TrueForAll(row => row.State == RowState.Taken);

        // What is not there counts its tries: it may be what breaks the platform, and then waits longer each time.
        return isWhole
            ? after with { State = DeliveryState.Confirmed, Tries = 0, NextAt = null, Why = null }
            : after with { State = DeliveryState.Pending, NextAt = null, Why = null };
    }

    /// <summary>The word an attempt's outcome is stored under.</summary>
    public static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Answered { Refused.Count: 0 } => "confirmed",
        Outcome.Answered => "refused",
        Outcome.Away => "away",
        Outcome.BatchRefused => "batchRefused",
        Outcome.HeldBack => "heldBack",
        Outcome.Stopped => "stopped",
        _ => "unknown",
    };

    /// <summary>The word for what a platform said of a row.</summary>
    public static string Word(Asked asked) => asked switch
    {
        Asked.There => "there",
        Asked.NotThere => "notThere",
        Asked.NoAnswer none => Word(none.Outcome),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Why, for a person; never the platform's own text, which may repeat personal data.</summary>
    public static string? Why(Outcome outcome) => outcome switch
    {
        Outcome.Away away => away.Why,
        Outcome.BatchRefused refused => $"平台整批退回（{refused.Code}）",
        Outcome.HeldBack held => held.Why,
        Outcome.Stopped stopped => stopped.Why,
        Outcome.Unknown unknown => unknown.Why,
        _ => null,
    };

    private static DeliveryRow ByRow(DeliveryRow sent, Offer.Run run, Outcome.Answered answered)
    {
        var inRun = run.Rows.Select(row => row.Row.RowGuid).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<RowState> rows = [.. RowState.Read(sent.Rows).Select(row => row.State == RowState.Sent && inRun.Contains(row.RowGuid) ? Of(row, answered) : row)];
        var after = sent with { Rows = RowState.Write(rows), NextAt = null, Why = null };
        if (rows.FirstOrDefault(row => row.State == RowState.Refused) is { } first)
        {
            return after with { State = DeliveryState.Refused, Why = $"平台退回 {first.Table}（{first.Code}）" };
        }

        return after with { State = rows.All(row => row.State == RowState.Taken) ? DeliveryState.Confirmed : DeliveryState.Pending, Tries = 0 };
    }

    // What is not there is still to come, also while the platform says nothing of the others.
    private static RowState Of(RowState row, Asked? asked) => asked switch
    {
        Asked.There => row with { State = RowState.Taken },
        Asked.NotThere => row.StillToCome(),
        _ => row,
    };

    private static RowState Of(RowState row, Outcome.Answered answered)
    {
        if (answered.RefusalOf(row.RowGuid) is { } refusal)
        {
            return row with { State = RowState.Refused, Code = refusal.Code };
        }

        // What is not refused is taken (contract section 5), with or without a receipt.
        var receipt = answered.ReceiptOf(row.RowGuid);
        return row with { State = RowState.Taken, ReceiptNo = receipt?.ReceiptNo, ProvincialCaseNo = receipt?.ProvincialCaseNo };
    }

    // As it was before the call; it is open and may go at once. What is unknown without a moment is left to a person.
    private static DeliveryRow Unsent(DeliveryRow sent, Offer.Run run, OneWindowSettings settings, DateTimeOffset now) => IsUnknown(run.Delivery)
        ? sent with { Rows = run.Delivery.Rows, State = DeliveryState.Unknown, NextAt = settings.WhenUnknown == OneWindowSettings.Person ? null : now.ToUnixTimeMilliseconds(), Why = null }
        : sent with { Rows = run.Delivery.Rows, State = DeliveryState.Pending, NextAt = null, Why = null };

    // Nobody was called: what waited for its moment may go at once, for another gateway too, whose clock says something else; what was left to a person, or sent on its way again by
    // one, stays so.
    private static DeliveryRow AsBefore(DeliveryRow sent, Offer.Run run, OneWindowSettings settings, DateTimeOffset now) => run.Delivery.State switch
    {
        DeliveryState.Sent => Unsent(sent, run, settings, now),
        DeliveryState.Unknown => sent with { Rows = run.Delivery.Rows, State = DeliveryState.Unknown, NextAt = run.Delivery.NextAt, Why = run.Delivery.Why },
        _ => sent with { Rows = run.Delivery.Rows, State = DeliveryState.Pending, NextAt = null, Why = null },
    };

    private static bool IsUnknown(DeliveryRow delivery) => RowState.Read(delivery.Rows).Any(row => row.State == RowState.Sent);

    private static DeliveryRow Unknown(DeliveryRow sent, string why, OneWindowSettings settings, DateTimeOffset now) => settings.WhenUnknown == OneWindowSettings.Person
        ? sent with { State = DeliveryState.Unknown, NextAt = null, Why = $"{why}，等待人工处理" }
        : Again(sent, DeliveryState.Unknown, why, settings.SettleAfter, settings, now);

    private static DeliveryRow Again(DeliveryRow delivery, DeliveryState state, string why, TimeSpan? notBefore, OneWindowSettings settings, DateTimeOffset now)
    {
        var schedule = settings.Schedule;
        var wait = schedule[Math.Min(delivery.Tries, schedule.Count - 1)];
        var at = now + (notBefore > wait ? notBefore.Value : wait);
        return delivery with { State = state, Tries = delivery.Tries + 1, NextAt = at.ToUnixTimeMilliseconds(), Why = why };
    }
}
