using System.CommandLine;
using ServiceHall.Gateway.Commands.Operators;

namespace ServiceHall.Gateway.Commands;

/// <summary>What the program can be told to do. Without a command it is the gateway.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("ServiceHall 政务服务大厅集成网关。不带命令时启动网关。 Without a command: the gateway.") { TreatUnmatchedTokensAsErrors = false };
        root.SetAction((result, cancellationToken) => RunCommand.RunAsync([.. result.UnmatchedTokens], cancellationToken));
        root.Subcommands.Add(DemoOf());
        root.Subcommands.Add(Call());
        root.Subcommands.Add(Reconcile());
        root.Subcommands.Add(ReplayOf());
        root.Subcommands.Add(MakeKeys());
        OperatorCommands.All().ToList().ForEach(root.Subcommands.Add);
        return await CuredAsync(async () =>
        {
            var parsed = root.Parse(args);
            if (parsed.Errors.Count > 0)
            {
                throw new InvalidDataException(string.Join(Environment.NewLine, parsed.Errors.Select(error => error.Message).Append("用法见 --help / see --help")));
            }

            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        });
    }

    /// <summary>Does it. What is whoever's to mend who started the program is told them, and answered as an exit code.</summary>
    public static async Task<int> CuredAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception fault) when (RunCommand.Cure(fault) is { } lines)
        {
            foreach (var line in lines)
            {
                await Console.Error.WriteLineAsync(line);
            }

            return RunCommand.Code(fault);
        }
    }

    private static Command DemoOf()
    {
        var once = new Option<bool>("--once") { Description = "结束后退出，全部对得上才返回 0 / exit after the reconciliation, 0 only when all adds up" };
        var command = new Command("demo", "示例县的一天：网关、示例省平台和二十个部门 / the sample county's day against the sample province") { once };
        command.SetAction((result, cancellationToken) => Demo.DemoCommand.RunAsync(result.GetValue(once), cancellationToken));
        return command;
    }

    private static Command Call()
    {
        var method = new Argument<string>("method") { Description = "GET, POST, …" };
        var path = new Argument<string>("path") { Description = "/v1/cases?no=…" };
        var client = new Option<string?>("--client") { Description = "哪个接入方的密钥，缺省第一个 / whose key; default the first" };
        var body = new Option<string?>("--body") { Description = "请求体文件，- 为标准输入 / a file, or - for standard input" };
        var print = new Option<bool>("--print") { Description = "只打印 curl 命令（五分钟内有效） / only print it as a curl line, valid for five minutes" };
        var command = new Command("call", "签名并发送一次调用 / sign a call and send it") { method, path, client, body, print };
        command.SetAction((result, cancellationToken) => CallCommand.RunAsync(
            new CallRequest(result.GetRequiredValue(method), result.GetRequiredValue(path), result.GetValue(client), result.GetValue(body), result.GetValue(print)), cancellationToken));
        return command;
    }

    private static Command Reconcile()
    {
        var command = new Command("reconcile", "对账：记录状态、报送状态、平台自己的计数 / prove the sums, also against the platform's own counts");
        command.SetAction((_, cancellationToken) => ReconcileCommand.RunAsync(cancellationToken));
        return command;
    }

    private static Command ReplayOf()
    {
        var adapter = new Option<string>("--adapter") { Description = "哪个部门格式 / which department's format", Required = true };
        var from = new Option<string>("--in") { Description = "departments.jsonl、matters.jsonl、events.jsonl 所在文件夹 / the recording's folder", Required = true };
        var to = new Option<string>("--out") { Description = "写 verdicts.jsonl 和 cases.jsonl 的文件夹 / where the verdicts and cases go", Required = true };
        var events = new Option<string>("--events") { Description = "事件文件 / the file of events", DefaultValueFactory = _ => "events.jsonl" };
        var encoding = new Option<string>("--encoding") { Description = "事件文件的编码 / its encoding: utf-8, gb18030", DefaultValueFactory = _ => "utf-8" };
        var command = new Command("replay", "把录下的报送按当时的时间重新判定，不入库 / judge a recorded stream at its recorded times; stores nothing") { adapter, from, to, events, encoding };
        command.SetAction(result => Replay.ReplayCommand.Run(new Replay.ReplayRequest(
            result.GetRequiredValue(adapter), result.GetRequiredValue(from), result.GetRequiredValue(to), result.GetRequiredValue(events), result.GetRequiredValue(encoding))));
        return command;
    }

    private static Command MakeKeys()
    {
        var file = new Option<string>("--out") { Description = "新密钥文件 / the new key file", Required = true };
        var command = new Command("make-keys", "生成数据密钥文件 / make a file of data keys") { file };
        command.SetAction(result =>
        {
            Store.DataKeys.Make(Path.GetFullPath(result.GetRequiredValue(file)));
            Console.WriteLine($"{result.GetValue(file)}");
        });
        return command;
    }
}
