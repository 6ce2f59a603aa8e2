using Microsoft.Extensions.Logging.Abstractions;
using ServiceHall.Adapters.Platforms;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Adapters.Platforms.OneWindow.Rows;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Matters;
using ServiceHall.Model.Records;
using ServiceHall.Tests;

namespace ServiceHall.Adapters.Tests.Platforms;

public sealed class OneWindowPlannerTests
{
    private const string Code = "11990001990000113L4990500007000";

    private static readonly OneWindowProfile Profile = OneWindowProfile.Load(Path.Combine(Repository.Data, "platforms", "one-window"));
    private static readonly OneWindowPlanner Planner = new(Profile, OneWindowMapper.Create(licenceKey: null, NullLoggerFactory.Instance), WorkCalendar.Load(Path.Combine(Repository.Data, "holidays")));
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 10, 0, 0, HallTime.Offset);

    private static readonly Accepted Acceptance = new()
    {
        Submission = new Submitted
        {
            MatterCode = Code + "02",
            Title = "摘要",
            Channel = "web",
            Applicant = new Applicant { Type = "enterprise", Name = "示例公司", IdType = "uscc", IdNumber = "91990001993754TM1M", Mobile = "10000000000", Address = "示例路1号", LegalRepresentative = "示例乙" },
            Materials = [new Material { Name = "申请表", Form = "paper", Copies = 2 }, new Material { Name = "照片", Form = "upload", Copies = 1 }],
        },
        CaseType = "promised",
        AppliedAt = Start.AddHours(-1),
        AcceptedBy = "示例经办",
        OrganisationCode = Code[..18],
        OrganisationName = "示例局",
        DocumentNo = "受〔2026〕1号",
    };

    private static readonly Step Step = new() { Name = "审查", Action = "returned", StartedAt = Start.AddHours(1), HandledBy = "示例经办", Opinion = "补材料" };

    private static readonly Closed Closed = new()
    {
        Result = "licensed",
        ClosedBy = "示例经办",
        DeliveryMethod = "post",
        Licences =
        [
            new Licence { Name = "许可证", Number = "N1", Issuer = "示例局", IssuedAt = Start, ValidTo = Start.AddYears(1) },
            new Licence { Name = "许可证", Number = "N2", Issuer = "示例局", ValidFrom = Start },
        ],
    };

    [Fact]
    public void The_mapping_of_cases_to_rows_leaves_no_column_to_chance() =>
        OneWindowMapper.Configuration(licenceKey: null, NullLoggerFactory.Instance).AssertConfigurationIsValid();

    [Fact]
    public void An_acceptance_is_its_row_and_one_for_each_material()
    {
        var rows = Rows(Case(Acceptance), 0);

        Assert.Equal(["up_pro_accept", "up_pro_material", "up_pro_material"], rows.Select(row => row.Table));
        Assert.Equal(
            [
                "project_no=990001202611020000000001", "catalog_code=990500007000", $"task_code={Code}", "local_task_code=MZ-1", $"task_handle_item={Code}02", "task_name=示例事项", "task_version=3",
                "project_name=摘要", "project_type=2", "apply_type=2", "applyer_type=2", "applyer_name=示例公司", "applyer_page_type=001", "applyer_page_code=91990001993754TM1M",
                "legal=示例乙", "contact_mobile=10000000000", "address=示例路1号", "apply_date=2026-11-02 09:00:00", "accept_date=2026-11-02 10:00:00", "accept_doc_no=受〔2026〕1号",
                "promise_date=2026-11-09 23:59:59", $"org_code={Code[..18]}", "org_name=示例局", "handle_user_name=示例经办",
            ],
            Columns(rows[0]));
        Assert.Equal(["project_no=990001202611020000000001", "material_name=申请表", "get_type=1", "get_num=2"], Columns(rows[1]));
        Assert.Equal(["project_no=990001202611020000000001", "material_name=照片", "get_type=2", "get_num=1"], Columns(rows[2]));
    }

    [Fact]
    public void An_acceptance_carries_what_its_submission_said()
    {
        var @case = Case(Acceptance.Submission, Acceptance with { Submission = new Submitted { Title = "改" } });

        Assert.IsType<RowPlan.NotForThisPlatform>(Planner.Plan(@case, @case.Events[0]));
        Assert.Equal(["project_name=改", "applyer_name=示例公司"], Columns(Rows(@case, 1)[0]).Where(column => column.StartsWith("project_name", StringComparison.Ordinal) || column.StartsWith("applyer_name", StringComparison.Ordinal)));
        Assert.Equal(3, Rows(@case, 1).Count);
    }

    [Fact]
    public void An_agent_stands_for_the_applicant_as_contact()
    {
        var agent = new Agent { Name = "示例丙", IdType = "citizenId", IdNumber = "1", Mobile = "10011111111" };

        var columns = Columns(Rows(Case(Acceptance with { Submission = Acceptance.Submission with { Agent = agent } }), 0)[0]);

        Assert.Equal(["contact_name=示例丙", "contact_type=111", "contact_code=1", "contact_mobile=10011111111"], columns.Where(column => column.StartsWith("contact_", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_step_without_an_end_ends_when_it_began()
    {
        var row = Assert.Single(Rows(Case(Acceptance, Step), 1));

        Assert.Equal("up_pro_process", row.Table);
        Assert.Equal(
            ["project_no=990001202611020000000001", "process_name=审查", "event_name=2", "event_start_time=2026-11-02 11:00:00", "event_end_time=2026-11-02 11:00:00", "handle_user_name=示例经办", "handle_explain=补材料"],
            Columns(row));
    }

    [Fact]
    public void A_procedure_is_one_row_sent_at_its_end_under_the_identity_of_its_beginning()
    {
        var pause = new Paused { Sequence = "1", Procedure = "hearing", Reason = "听证", Basis = "依据", ApprovedBy = "示例领导" };
        var (open, ended) = (Case(Acceptance, pause), Case(Acceptance, pause, new Resumed { Sequence = "1", Result = "通过", HandledBy = "示例经办" }));
        var renamed = ended with { Events = ended.Events.Replace(ended.Events[2], ended.Events[2] with { Key = "another key", RecordId = Guid.NewGuid() }) };

        Assert.IsType<RowPlan.Awaits>(Planner.Plan(open, open.Events[1]));
        Assert.Equal(ended.Events[2].RecordId, Assert.IsType<RowPlan.Carried>(Planner.Plan(ended, ended.Events[1])).By);
        var row = Assert.Single(Rows(ended, 2));
        Assert.Equal(
            [
                "project_no=990001202611020000000001", "special_type=2", "special_name=听证", "special_time=2026-11-02 11:00:00", "special_reason=听证", "applyer_user_name=示例领导",
                "end_time=2026-11-02 12:00:00", "result=通过", "special_explain=依据", "handle_user=示例经办",
            ],
            Columns(row));
        Assert.Equal(row.RowGuid, Assert.Single(Rows(renamed, 2)).RowGuid);
    }

    [Fact]
    public void Two_runs_of_one_sequence_are_two_rows()
    {
        var (pause, resume) = (new Paused { Sequence = "1", Procedure = "extension", Reason = "R" }, new Resumed { Sequence = "1", Result = "R", HandledBy = "H" });
        var @case = Case(Acceptance, pause, resume, pause, resume);

        Assert.NotEqual(Rows(@case, 2)[0].RowGuid, Rows(@case, 4)[0].RowGuid);
        Assert.Equal(@case.Events[4].RecordId, Assert.IsType<RowPlan.Carried>(Planner.Plan(@case, @case.Events[3])).By);
    }

    [Fact]
    public void A_result_is_its_row_and_one_for_each_licence()
    {
        var rows = Rows(Case(Acceptance, Step, Closed), 2);

        Assert.Equal(["up_pro_result", "up_lic_data", "up_lic_data"], rows.Select(row => row.Table));
        Assert.Equal(
            ["project_no=990001202611020000000001", "result_date=2026-11-02 12:00:00", "result_type=0", "result_cetr_name=许可证", "result_cetr_no=N1、N2", "is_delivery_results=1", "handle_user_name=示例经办"],
            Columns(rows[0]));
        Assert.Equal(
            [
                "project_no=990001202611020000000001", "certificate_name=许可证", "certificate_number=N1", "holder=示例公司", "holder_code=91990001993754TM1M", "holder_type=2", "issue_dept=示例局",
                "issue_date=2026-11-02 10:00:00", "valid_to=2027-11-02 10:00:00",
            ],
            Columns(rows[1]));
        Assert.Contains("issue_date=2026-11-02 12:00:00", Columns(rows[2]));
    }

    [Theory]
    [InlineData("completed", "1")]
    [InlineData("returned", "2")]
    [InlineData("voided", "3")]
    public void An_immediate_case_without_a_step_gets_one_with_its_result(string result, string action)
    {
        var rows = Rows(Case(Acceptance with { CaseType = "immediate" }, new Closed { Result = result, Reason = "原因", ClosedBy = "示例经办" }), 1);

        Assert.Equal(["up_pro_process", "up_pro_result"], rows.Select(row => row.Table));
        Assert.Contains($"event_name={action}", Columns(rows[0]));
        Assert.Contains("is_delivery_results=0", Columns(rows[1]));
    }

    [Fact]
    public void A_promised_case_or_one_with_a_step_does_not()
    {
        Assert.Equal(["up_pro_result"], Rows(Case(Acceptance, Closed with { Licences = null }), 1).Select(row => row.Table));
        Assert.Equal(["up_pro_result"], Rows(Case(Acceptance with { CaseType = "immediate" }, Step, Closed with { Licences = null }), 2).Select(row => row.Table));
    }

    [Fact]
    public void An_extension_is_a_procedure_that_begins_and_ends_at_once()
    {
        var row = Assert.Single(Rows(Case(Acceptance, new Extended { Days = 10, Reason = "案情复杂", ApprovedBy = "示例局长" }), 1));

        Assert.Equal("up_pro_special_procedure", row.Table);
        Assert.Equal(
            [
                "project_no=990001202611020000000001", "special_type=1", "special_name=延长审批", "special_time=2026-11-02 11:00:00", "special_reason=案情复杂",
                "applyer_user_name=示例局长", "end_time=2026-11-02 11:00:00", "result=延期 10 日", "handle_user=示例局长",
            ],
            Columns(row));
    }

    [Fact]
    public void A_supplement_after_the_acceptance_is_a_process_and_before_it_nothing()
    {
        var (notice, supplement) = (new SupplementRequested { Reason = "缺申请表", Materials = [], RequestedBy = "示例甲" }, new SupplementReceived { Materials = [], ReceivedBy = "示例乙" });
        var after = Case(Acceptance, notice, supplement);
        var before = Case(Acceptance.Submission, notice, supplement, Acceptance);

        Assert.Equal(
            ["project_no=990001202611020000000001", "process_name=补正告知", "event_name=3", "event_start_time=2026-11-02 11:00:00", "event_end_time=2026-11-02 11:00:00", "handle_user_name=示例甲", "handle_explain=缺申请表"],
            Columns(Assert.Single(Rows(after, 1))));
        Assert.Contains("process_name=补正受理", Columns(Assert.Single(Rows(after, 2))));
        Assert.All([before.Events[1], before.Events[2]], taken => Assert.IsType<RowPlan.NotForThisPlatform>(Planner.Plan(before, taken)));
    }

    [Fact]
    public void A_withdrawal_voids_an_accepted_case_and_no_other()
    {
        var before = Case(Acceptance.Submission, new Withdrawn { Reason = "不办了" });
        var row = Assert.Single(Rows(Case(Acceptance, new Withdrawn { Reason = "不办了" }), 1));

        Assert.Equal("up_pro_result", row.Table);
        Assert.Equal(["project_no=990001202611020000000001", "result_date=2026-11-02 11:00:00", "result_type=2", "result_explain=不办了", "is_delivery_results=0"], Columns(row));
        Assert.IsType<RowPlan.NotForThisPlatform>(Planner.Plan(before, before.Events[1]));
    }

    [Fact]
    public void A_delivery_as_the_result_said_has_no_row()
    {
        var @case = Case(Acceptance, Closed, new Delivered { Method = "post" });

        Assert.Equal("送达方式与办结时报送的一致，无需更新", Assert.IsType<RowPlan.NotForThisPlatform>(Planner.Plan(@case, @case.Events[2])).Reason);
    }

    [Fact]
    public void A_delivery_in_another_way_is_the_result_once_more_with_that_column_changed()
    {
        var @case = Case(Acceptance, Closed, new Delivered { Method = "window" });
        var (before, after) = (Rows(Case(Acceptance, Closed), 1)[0], Assert.Single(Rows(@case, 2)));

        Assert.Equal(("up_pro_result", before.RowGuid), (after.Table, after.RowGuid));
        Assert.Equal(Columns(before).Select(column => column == "is_delivery_results=1" ? "is_delivery_results=0" : column), Columns(after));
    }

    [Fact]
    public void What_never_was_accepted_and_ratings_have_no_row()
    {
        var lapsed = Case(Acceptance.Submission, new SupplementRequested { Materials = [] }, new Closed { Result = "supplementLapsed", Reason = "逾期", ClosedBy = "示例甲" }, new Delivered { Method = "post" });
        var refused = Case(Acceptance.Submission, new Refused { Reason = "R", RefusedBy = "示例甲" });
        var rated = Case(Acceptance, Closed, new Evaluation { ServiceNo = 1, Sequence = 1 });

        Assert.All(lapsed.Events, taken => Assert.IsType<RowPlan.NotForThisPlatform>(Planner.Plan(lapsed, taken)));
        Assert.IsType<RowPlan.NotForThisPlatform>(Planner.Plan(refused, refused.Events[1]));
        Assert.IsType<RowPlan.NotForThisPlatform>(Planner.Plan(rated, rated.Events[2]));
    }

    [Fact]
    public void Rows_are_the_same_however_often_they_are_planned_and_no_two_share_an_identity()
    {
        var (one, other) = (Case(Acceptance, Step, Closed), Case(Acceptance, Step, Closed));
        var guids = Enumerable.Range(0, 3).SelectMany(index => Rows(one, index)).Select(row => row.RowGuid).ToList();

        Assert.Equal(guids, Enumerable.Range(0, 3).SelectMany(index => Rows(other, index)).Select(row => row.RowGuid));
        Assert.Equal(guids.Count, guids.Distinct().Count());
        Assert.All(guids, guid => Assert.Matches("^[0-9a-f]{32}$", guid));
        Assert.Equal(OneWindowProtocol.Content(Rows(one, 0)[0], "001"), OneWindowProtocol.Content(Rows(other, 0)[0], "001"));
        Assert.NotEqual(guids, Enumerable.Range(0, 3).SelectMany(index => Rows(one with { Department = "rs" }, index)).Select(row => row.RowGuid));
    }

    [Fact]
    public void Every_required_column_is_filled_and_every_column_is_the_tables_own()
    {
        var @case = Case(Acceptance with { CaseType = "immediate" }, new Paused { Sequence = "1", Procedure = "other", Reason = "R" }, new Resumed { Sequence = "1", Result = "R", HandledBy = "H" }, Closed);
        var rows = Rows(@case, 0).Concat(Rows(@case, 2)).Concat(Rows(@case, 3)).ToList();

        Assert.Equal(6, rows.Select(row => row.Table).Distinct().Count());
        Assert.All(rows, row =>
        {
            var columns = Profile.Columns.Where(column => column.Table == row.Table).ToList();
            var sent = row.Columns.Select(column => column.Key).Concat(["cd_operation", "cd_time", "cd_batch", "data_source"]).ToList();
            Assert.Empty(columns.Where(column => column.Required).Select(column => column.Name).Except(sent));
            Assert.Empty(sent.Except(columns.Select(column => column.Name)));
        });
    }

    private static List<PlannedRow> Rows(Case @case, int index) => [.. Assert.IsType<RowPlan.Rows>(Planner.Plan(@case, @case.Events[index])).Ordered];

    private static string[] Columns(PlannedRow row)
    {
        Assert.Equal(new("row_guid", row.RowGuid), row.Columns[0]);
        return [.. row.Columns.Skip(1).Select(column => $"{column.Key}={column.Value}")];
    }

    private static Case Case(params EventData[] events)
    {
        var made = new Case
        {
            Id = 1,
            Department = "mz",
            CaseNo = "A-1",
            GatewayNo = "990001202611020000000001",
            MatterCodeUsed = Code + "02",
            Matter = new Matter { Code = Code, LocalCode = "MZ-1", CatalogCode = "990500007000", Name = "示例事项", Version = 3, Department = "mz", CaseType = "promised", Promised = new Limit(5, "workingDay") },
        };
        var at = Start;
        foreach (var (data, index) in events.Select((data, index) => (data, index)))
        {
            at = data is Accepted or Submitted ? Start : at.AddHours(1);
            made = made.With(new CaseEvent(Guid.NewGuid(), $"K{index}", 1, KindOf(data), at, at, data));
        }

        return made;
    }

    private static string KindOf(EventData data) => data switch
    {
        Submitted => Kinds.CaseSubmitted,
        Accepted => Kinds.CaseAccepted,
        Model.Cases.Step => Kinds.CaseStep,
        Paused => Kinds.CasePaused,
        Resumed => Kinds.CaseResumed,
        SupplementRequested => Kinds.CaseSupplementRequested,
        SupplementReceived => Kinds.CaseSupplementReceived,
        Refused => Kinds.CaseRefused,
        Extended => Kinds.CaseExtended,
        Delivered => Kinds.CaseDelivered,
        Withdrawn => Kinds.CaseWithdrawn,
        Evaluation => Kinds.EvaluationGiven,
        _ => Kinds.CaseClosed,
    };
}
