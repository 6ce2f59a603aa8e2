using System.Text.Json;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Status;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Trials;

/// <summary>
/// <c>POST /v1/records:validate</c> and <c>POST /v1/intake/{adapter}:dryRun</c>: the verdicts that the same call would have now, each record as it would
/// be kept, and what each platform would be sent of it. Nothing of it stays.
/// </summary>
internal sealed class TrialEndpoints(IntakeEndpoints intake, RecordPreparer preparer, StoreWriter writer, Hall hall, LaneReader lanes)
{
    /// <summary>Of canonical records.</summary>
    public Task ValidateAsync(HttpContext context) => intake.TakeAsync(context, AnswerAsync);

    /// <summary>Of a department's own format.</summary>
    public Task DryRunAsync(HttpContext context, string adapter) => intake.TakeMappedAsync(context, adapter, AnswerAsync);

    private async Task AnswerAsync(HttpContext context, PreparedRecord[] prepared)
    {
        var work = new TrialWork(prepared, hall, preparer);
        if (!writer.TryEnqueue(work))
        {
            await Problem.AnswerAsync(context, ProblemCodes.Busy);
            return;
        }

        var results = await work.Done;
        var trials = prepared.Select(one => one.Id).ToHashSet();
        var foretold = work.Taken.Values.Where(taken => taken.Case is not null).DistinctBy(taken => taken.Case!.Id).SelectMany(Foretell).ToDictionary(one => one.Key, one => one.Rows);
        await Json.AnswerAsync(context, StatusCodes.Status200OK, to =>
        {
            to.WriteStartObject();
            to.WriteStartArray("results");
            foreach (var (one, result) in prepared.Zip(results))
            {
                Write(to, one, result, work.Taken.GetValueOrDefault(one.Id), trials, foretold);
            }

            to.WriteEndArray();
            to.WriteEndObject();
        });
    }

    private IEnumerable<((string Platform, Guid RecordId) Key, IReadOnlyList<SentRow> Rows)> Foretell(TrialRecord taken) =>
        from platform in hall.Platforms.Enabled
        let lane = taken.Deliveries.Where(delivery => delivery.Platform == platform.Name).ToList()
        from one in Foretold.RowsOf(platform, taken.Case!, lane, lanes.SentTo(platform))
        select ((platform.Name, one.Key), one.Value);

    // An id that was made for the trial is nobody's.
    private void Write(Utf8JsonWriter to, PreparedRecord one, RecordResult result, TrialRecord? taken, HashSet<Guid> trials, Dictionary<(string Platform, Guid RecordId), IReadOnlyList<SentRow>> foretold)
    {
        to.WriteStartObject();
        (result.RecordId is { } id && trials.Contains(id) ? result with { RecordId = null } : result).WriteMembers(to);
        using (var canonical = CanonicalOf(one))
        {
            MaskedRecord.Write(to, "record", canonical.RootElement);
        }

        to.WriteStartArray("deliveries");
        foreach (var delivery in (taken?.Deliveries ?? []).Where(delivery => delivery.RecordId == one.Id))
        {
            Write(to, delivery, foretold.GetValueOrDefault((delivery.Platform, one.Id)) ?? [], taken!);
        }

        to.WriteEndArray();
        to.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter to, DeliveryRow delivery, IReadOnlyList<SentRow> rows, TrialRecord taken)
    {
        var applicant = taken.Case?.Facts.Application?.Applicant;
        var isFirm = Mask.IsFirm(applicant?.Type, applicant?.IdType);
        to.WriteStartObject();
        to.WriteString("platform", delivery.Platform);
        DeliveryView.WriteState(to, delivery);
        to.WriteStartArray("rows");
        foreach (var (row, operation) in rows)
        {
            to.WriteStartObject();
            to.WriteString("table", row.Table);
            to.WriteString("operation", operation);
            to.WritePropertyName("columns");
            MaskedRow.Write(to, row, isFirm);
            to.WriteEndObject();
        }

        to.WriteEndArray();
        to.WriteEndObject();
    }

    private JsonDocument CanonicalOf(PreparedRecord one) =>
        one.Record is null ? JsonDocument.Parse(one.NotKept) : BodyFile.Canonical(hall.Sealer.Open(one.SealedBody, one.Id.ToByteArray()));
}
