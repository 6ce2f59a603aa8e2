using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ServiceHall.MockPlatforms.SampleCounty;

namespace ServiceHall.MockPlatforms.Downward;

/// <summary>
/// What the province sends down, and what it knows of it: in a file, a line each, so that a killed province goes on where it was. Each line is handed to the operating
/// system before anybody is told.
/// </summary>
internal sealed class Outbox : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Sent> all = [];
    private readonly List<string> inOrder = [];
    private readonly Channel<Sent> toSend = Channel.CreateUnbounded<Sent>();
    private readonly LineFile? file;

    /// <param name="path">Where it lies; null for none.</param>
    /// <exception cref="SettingsException">A line that is none of ours.</exception>
    public Outbox(string? path)
    {
        file = path is null ? null : new LineFile(path);
        foreach (var line in file?.Lines() ?? [])
        {
            Read(line);
        }

        foreach (var sent in All().Where(sent => !sent.IsSettled))
        {
            toSend.Writer.TryWrite(sent);
        }
    }

    /// <summary>What is to be sent, one after another.</summary>
    public ChannelReader<Sent> ToSend => toSend.Reader;

    /// <summary>How far the hall's tasks were read.</summary>
    public string Cursor { get; private set; } = "";

    /// <summary>Takes what is to be sent; false for each whose number was used.</summary>
    public bool TryAdd(string platformNo, JsonObject body)
    {
        lock (gate)
        {
            if (all.ContainsKey(platformNo))
            {
                return false;
            }

            var sent = Add(platformNo, body);
            Write(Members.Of(("add", platformNo), ("body", body.DeepClone())));
            toSend.Writer.TryWrite(sent);
            return true;
        }
    }

    /// <summary>The hall has answered: with a task, or with the code of why there is none.</summary>
    public void Settle(string platformNo, string? taskNo, string? code)
    {
        lock (gate)
        {
            all[platformNo] = all[platformNo] with { TaskNo = taskNo, Code = code };
            Write(Members.Of(("settle", platformNo), ("taskNo", taskNo), ("code", code)));
        }
    }

    /// <summary>A page of tasks as the hall tells them; of others than ours nothing is kept.</summary>
    public void See(string cursor, IEnumerable<(string PlatformNo, string State, string? CaseState, string? Reason)> tasks)
    {
        lock (gate)
        {
            foreach (var (platformNo, state, caseState, reason) in tasks.Where(task => all.ContainsKey(task.PlatformNo)))
            {
                all[platformNo] = all[platformNo] with { State = state, CaseState = caseState, Reason = reason };
                Write(Members.Of(("see", platformNo), ("state", state), ("caseState", caseState), ("reason", reason)));
            }

            Cursor = cursor;
            Write(Members.Of(("cursor", cursor)));
        }
    }

    /// <summary>All of it, in the order in which it was taken.</summary>
    public IReadOnlyList<Sent> All()
    {
        lock (gate)
        {
            return [.. inOrder.Select(number => all[number])];
        }
    }

    public void Dispose() => file?.Dispose();

    private Sent Add(string platformNo, JsonObject body)
    {
        var sent = new Sent(platformNo, Encoding.UTF8.GetBytes(body.ToJsonString(Members.Line)));
        all.Add(platformNo, sent);
        inOrder.Add(platformNo);
        return sent;
    }

    private void Write(JsonObject line) => file?.Append(line.ToJsonString(Members.Line));

    private void Read(string line)
    {
        var said = Parsed(line);
        switch (said.First().Key)
        {
            case "add":
                Add(said.Text("add")!, said["body"]!.DeepClone().AsObject());
                break;
            case "settle":
                all[said.Text("settle")!] = all[said.Text("settle")!] with { TaskNo = said.Text("taskNo"), Code = said.Text("code") };
                break;
            case "see":
                all[said.Text("see")!] = all[said.Text("see")!] with { State = said.Text("state"), CaseState = said.Text("caseState"), Reason = said.Text("reason") };
                break;
            default:
                Cursor = said.Text("cursor")!;
                break;
        }
    }

    private static JsonObject Parsed(string line)
    {
        try
        {
            return JsonNode.Parse(line)!.AsObject();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new SettingsException("--outbox: a line of it is none of ours.");
        }
    }
}

/// <summary>One application that goes down.</summary>
/// <param name="Body">As it is sent, always the same.</param>
internal sealed record Sent(string PlatformNo, byte[] Body)
{
    public string? TaskNo { get; init; }
    public string? Code { get; init; }
    public string? State { get; init; }
    public string? CaseState { get; init; }
    public string? Reason { get; init; }

    /// <summary>Whether the hall has said what becomes of it.</summary>
    public bool IsSettled => (TaskNo ?? Code) is not null;

    /// <inheritdoc/>
    public override string ToString() => PlatformNo;
}
