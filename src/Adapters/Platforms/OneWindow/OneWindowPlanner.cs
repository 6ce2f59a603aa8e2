using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AutoMapper;
using ServiceHall.Adapters.Platforms.OneWindow.Rows;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;

namespace ServiceHall.Adapters.Platforms.OneWindow;

/// <summary>Turns a case's records into rows of the national tables (contract section 5, "Rows are a pure function of the case, the record and the profile").</summary>
public sealed class OneWindowPlanner(OneWindowProfile profile, IMapper mapper, WorkCalendar calendar)
{
    private readonly RowWriter _rows = new(profile);

    /// <summary>What the platform is to be told about one event of a case.</summary>
    public RowPlan Plan(Case @case, CaseEvent taken) => taken.Kind switch
    {
        Kinds.CaseSubmitted => new RowPlan.NotForThisPlatform("受理前的收件随受理一并报送"),
        Kinds.CaseAccepted => Rows(() => AcceptRows(@case, taken)),
        Kinds.CaseStep => Rows(() => [Process(@case, taken, Of((Step)taken.Data, @case), 0)]),
        Kinds.CasePaused => PauseOf(@case, pause => pause.Start.RecordId == taken.RecordId) is { End: { } end }
            ? new RowPlan.Carried(end.RecordId)
            : new RowPlan.Awaits("特别程序结束时一并报送"),
        Kinds.CaseResumed => Rows(() => [Special(@case, PauseOf(@case, pause => pause.End?.RecordId == taken.RecordId)!)]),
        Kinds.CaseExtended => Rows(() => [Extension(@case, taken)]),
        Kinds.CaseClosed when @case.Facts.Acceptance is null => NeverAccepted,
        Kinds.CaseClosed => Rows(() => ResultRows(@case, taken)),
        Kinds.CaseSupplementRequested or Kinds.CaseSupplementReceived => IsAccepted(@case, taken)
            ? Rows(() => [Process(@case, taken, Supplement(@case, taken), 0)])
            : new RowPlan.NotForThisPlatform("受理前的补正不报送"),
        Kinds.CaseRefused => new RowPlan.NotForThisPlatform("不予受理的办件不报送"),
        Kinds.CaseWithdrawn => IsAccepted(@case, taken)
            ? Rows(() => [Result(@case, taken, Withdrawal((Withdrawn)taken.Data))])
            : new RowPlan.NotForThisPlatform("受理前撤销的申请不报送"),
        Kinds.CaseDelivered => Delivery(@case, (Delivered)taken.Data),
        Kinds.EvaluationGiven => new RowPlan.NotForThisPlatform("好差评由好差评平台接收"),
        _ => new RowPlan.NotForThisPlatform("本平台不接收此类记录"),
    };

    private static RowPlan.NotForThisPlatform NeverAccepted => new("未受理的办件不报送");

    private static RowPlan.Rows Rows(Func<IEnumerable<PlannedRow>> rows) => new(rows);

    private static Pause? PauseOf(Case @case, Func<Pause, bool> wanted) => @case.Facts.Pauses.FirstOrDefault(wanted);

    private IEnumerable<PlannedRow> AcceptRows(Case @case, CaseEvent taken)
    {
        var accepted = (Accepted)taken.Data;
        var application = CaseFacts.Merge((Submitted?)@case.Facts.Submission?.Data, accepted.Submission);
        var source = new AcceptSource(@case, taken, accepted, application, PromiseDate(@case, taken));
        yield return _rows.Row("up_pro_accept", Guid(@case, taken, "up_pro_accept", 0), mapper.Map<UpProAccept>(source));
        foreach (var (material, index) in (application.Materials ?? []).Select((material, index) => (material, index)))
        {
            var row = mapper.Map<UpProMaterial>(new MaterialSource(@case, material));
            yield return _rows.Row("up_pro_material", Guid(@case, taken, "up_pro_material", index), row);
        }
    }

    private IEnumerable<PlannedRow> ResultRows(Case @case, CaseEvent taken)
    {
        var closed = (Closed)taken.Data;
        if (@case.StandsForStep(taken))
        {
            yield return Process(@case, taken, Immediate(@case, taken, closed), 0);
        }

        yield return Result(@case, taken, Told(@case, closed));
        foreach (var (licence, index) in (closed.Licences ?? []).Select((licence, index) => (licence, index)))
        {
            var row = mapper.Map<UpLicData>(new LicenceSource(@case, taken, licence, @case.Facts.Application!.Applicant!));
            yield return _rows.Row("up_lic_data", Guid(@case, taken, "up_lic_data", index), row);
        }
    }

    private PlannedRow Result(Case @case, CaseEvent taken, Closed closed) =>
        _rows.Row("up_pro_result", Guid(@case, taken, "up_pro_result", 0), mapper.Map<UpProResult>(new ResultSource(@case, taken, closed)));

    private PlannedRow Process(Case @case, CaseEvent taken, ProcessSource source, int position) =>
        _rows.Row("up_pro_process", Guid(@case, taken, "up_pro_process", position), mapper.Map<UpProProcess>(source));

    // Under the identity of the pause: whichever event makes the row complete, it stays the same row.
    private PlannedRow Special(Case @case, Pause pause)
    {
        var row = mapper.Map<UpProSpecialProcedure>(new SpecialSource(@case, pause, (Resumed)pause.End!.Data));
        return _rows.Row("up_pro_special_procedure", Guid(@case, pause.Start, "up_pro_special_procedure", 0), row);
    }

    private PlannedRow Extension(Case @case, CaseEvent taken)
    {
        var row = mapper.Map<UpProSpecialProcedure>(new ExtensionSource(@case, taken, (Extended)taken.Data));
        return _rows.Row("up_pro_special_procedure", Guid(@case, taken, "up_pro_special_procedure", 0), row);
    }

    // Whether it came upon an accepted case: what came before stays what it was when the acceptance comes.
    private static bool IsAccepted(Case @case, CaseEvent taken) => @case.Facts.Acceptance is { } acceptance && acceptance.Position < taken.Position;

    // How the result reached the applicant is a column of the result: the delivery may say otherwise than the result did.
    private RowPlan Delivery(Case @case, Delivered delivered)
    {
        if (@case.Facts is not { Acceptance: not null, Closing: { Data: Closed closed } closing })
        {
            return NeverAccepted;
        }

        return DeliveryCode(closed.DeliveryMethod) == DeliveryCode(delivered.Method)
            ? new RowPlan.NotForThisPlatform("送达方式与办结时报送的一致，无需更新")
            : Rows(() => [Result(@case, closing, Told(@case, closed))]);
    }

    private string? DeliveryCode(string? method) => profile.Code("is_delivery_results", method ?? CodeLists.NoDelivery);

    private static Closed Told(Case @case, Closed closed) =>
        @case.Facts.Delivery is { Data: Delivered delivered } ? closed with { DeliveryMethod = delivered.Method } : closed;

    private static ProcessSource Supplement(Case @case, CaseEvent taken) => taken.Data is SupplementRequested requested
        ? new(@case, "补正告知", "other", taken.OccurredAt, taken.OccurredAt, requested.RequestedBy, requested.Reason)
        : new(@case, "补正受理", "other", taken.OccurredAt, taken.OccurredAt, ((SupplementReceived)taken.Data).ReceivedBy, "已收到补正材料");

    // 撤销申请 has no result of its own in the national table: the case is 作废. Who took it back is the applicant, no handler.
    private static Closed Withdrawal(Withdrawn withdrawn) => new() { Result = "voided", Reason = withdrawn.Reason };

    private static ProcessSource Of(Step step, Case @case) => new(@case, step.Name, step.Action, step.StartedAt, step.EndedAt, step.HandledBy, step.Opinion);

    // 即办件 has no step of its own, and the platform wants at least one process row of every case.
    private static ProcessSource Immediate(Case @case, CaseEvent taken, Closed closed) => new(
        @case, "即时办结", ActionOf(closed.Result), @case.Facts.Acceptance!.OccurredAt, taken.OccurredAt, closed.ClosedBy, closed.Reason ?? "即时办结");

    // Whoever voids or forwards a case has not approved it.
    private static string ActionOf(string? result) => result switch
    {
        "licensed" or "completed" => "approved",
        "returned" => "returned",
        _ => "other",
    };

    private DateTimeOffset? PromiseDate(Case @case, CaseEvent taken) =>
        @case.Matter is { } matter ? CaseClock.DueWithoutPauses(taken.OccurredAt, matter.Promised, calendar) : null;

    private static string Guid(Case @case, CaseEvent taken, string table, int position)
    {
        var identity = string.Join('\n', @case.Department, taken.Key, table, position.ToString(CultureInfo.InvariantCulture));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 16));
    }
}
