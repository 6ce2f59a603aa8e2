using System.CommandLine;

namespace ServiceHall.Gateway.Commands.Operators;

/// <summary>The operators' verbs as commands: each calls the running gateway, so that there is one way in and one journal.</summary>
internal static class OperatorCommands
{
    public static IEnumerable<Command> All() =>
    [
        List("quarantine", "quarantine", "问题件：列出，或显示一条 / records in quarantine, or one of them"),
        List("conflicts", "conflicts", "同一编号、同一版本、不同内容：列出，或显示一条 / conflicts, or one of them"),
        List("parked", "parked", "等待受理的记录：列出，或显示一条 / records that wait for their acceptance, or one of them"),
        Lanes(), Rejudge(), Resend(), Discard(), AcceptConflict(),
        Platform("stop-platform", "stop", "停止向一个平台报送，重启后仍停止 / make no call to a platform any more, also after a restart"),
        Platform("start-platform", "start", "恢复向一个平台报送，立即继续 / go on with a platform, at once"),
    ];

    private static Option<string> Reason() => new("--reason") { Description = "理由，记入日志（密封保存） / why; sealed into the journal", Required = true };

    private static Option<bool> DryRun() => new("--dry-run") { Description = "只演练，不作改动 / say what would happen, change nothing" };

    private static Option<string?> Filter(string name, string description) => new(name) { Description = description };

    private static Option<int> Limit() => new("--limit") { Description = "每页条数 / how many, 1 to 1000", DefaultValueFactory = _ => 100 };

    private static Argument<string> Record() => new("recordId") { Description = "记录 / the record's id" };

    private static Command List(string name, string list, string description)
    {
        var record = new Argument<string?>("recordId") { Description = "只显示这一条 / show this one", Arity = ArgumentArity.ZeroOrOne };
        var (department, rule, kind) = (Filter("--department", "部门 / department"), Filter("--rule", "规则 / rule"), Filter("--kind", "类型 / kind"));
        var (after, limit) = (Filter("--after", "从上一页之后 / after the last of the page before"), Limit());
        var command = new Command(name, description) { record, department, rule, kind, after, limit };
        command.SetAction((result, cancellationToken) => result.GetValue(record) is { } id
            ? StuckCommand.ShowAsync(id, cancellationToken)
            : StuckCommand.ListAsync(
                new StuckRequest(list, result.GetValue(department), result.GetValue(rule), result.GetValue(kind), result.GetValue(after), result.GetValue(limit)), cancellationToken));
        return command;
    }

    private static Command Lanes()
    {
        var (platform, after, limit) = (Filter("--platform", "平台 / platform"), Filter("--after", "从上一页之后 / after the last of the page before"), Limit());
        var command = new Command("lanes", "被平台退回而停住的办件 / cases whose lane a refused delivery blocks") { platform, after, limit };
        command.SetAction((result, cancellationToken) => StuckCommand.LanesAsync(result.GetValue(platform), result.GetValue(after), result.GetValue(limit), cancellationToken));
        return command;
    }

    private static Command Rejudge()
    {
        var ids = new Argument<string[]>("recordId") { Description = "只判定这些（至多 200 条） / just these, 200 at most", Arity = ArgumentArity.ZeroOrMore };
        var (department, rule, kind) = (Filter("--department", "部门 / department"), Filter("--rule", "规则 / rule"), Filter("--kind", "类型 / kind"));
        var (after, reason, dryRun) = (Filter("--after", "从这条之后继续 / go on after this one"), Reason(), DryRun());
        var command = new Command("rejudge", "按现行规则和码表重新判定问题件 / judge records in quarantine again") { ids, department, rule, kind, after, reason, dryRun };
        command.SetAction((result, cancellationToken) => RejudgeCommand.RunAsync(
            new RejudgeRequest(
                result.GetRequiredValue(reason), result.GetValue(dryRun), result.GetValue(rule), result.GetValue(department), result.GetValue(kind), result.GetValue(after), result.GetValue(ids) ?? []),
            cancellationToken));
        return command;
    }

    private static Command Resend()
    {
        var (record, reason, dryRun) = (Record(), Reason(), DryRun());
        var platform = new Option<string>("--platform") { Description = "平台 / platform", DefaultValueFactory = _ => "one-window" };
        var command = new Command("resend", "重新报送被平台退回的记录 / send a refused delivery again") { record, platform, reason, dryRun };
        command.SetAction((result, cancellationToken) => VerbCommand.RunAsync(
            PathOf(result.GetRequiredValue(record), "resend"), result.GetRequiredValue(reason), result.GetValue(dryRun), result.GetValue(platform), cancellationToken));
        return command;
    }

    private static Command Discard()
    {
        var (record, reason, dryRun, platform) = (Record(), Reason(), DryRun(), Filter("--platform", "只作废被该平台退回的报送 / only its refused delivery to this platform"));
        var command = new Command("discard", "作废：问题件、冲突、等待受理的记录，或被退回的报送 / settle a record that is stuck, or a refused delivery") { record, platform, reason, dryRun };
        command.SetAction((result, cancellationToken) => VerbCommand.RunAsync(
            PathOf(result.GetRequiredValue(record), "discard"), result.GetRequiredValue(reason), result.GetValue(dryRun), result.GetValue(platform), cancellationToken));
        return command;
    }

    private static Command AcceptConflict()
    {
        var (record, reason, dryRun) = (Record(), Reason(), DryRun());
        var command = new Command("accept-conflict", "以冲突的内容为准，作为更正收下 / take the other content, as a correction") { record, reason, dryRun };
        command.SetAction((result, cancellationToken) => VerbCommand.RunAsync(
            PathOf(result.GetRequiredValue(record), "accept-conflict"), result.GetRequiredValue(reason), result.GetValue(dryRun), platform: null, cancellationToken));
        return command;
    }

    private static Command Platform(string name, string verb, string description)
    {
        var platform = new Argument<string>("platform") { Description = "one-window" };
        var (reason, dryRun) = (Reason(), DryRun());
        var command = new Command(name, description) { platform, reason, dryRun };
        command.SetAction((result, cancellationToken) => VerbCommand.RunAsync(
            $"/v1/platforms/{Uri.EscapeDataString(result.GetRequiredValue(platform))}:{verb}", result.GetRequiredValue(reason), result.GetValue(dryRun), platform: null, cancellationToken));
        return command;
    }

    private static string PathOf(string recordId, string verb) => $"/v1/records/{Uri.EscapeDataString(recordId)}:{verb}";
}
