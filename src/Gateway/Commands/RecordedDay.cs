using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Commands;

/// <summary>What pushing a day came to.</summary>
internal sealed class Pushed
{
    public int Calls { get; set; }

    public int Sent { get; set; }

    public int Answered { get; set; }

    public int Duplicates { get; set; }

    public int NotKept { get; set; }

    public SortedDictionary<string, int> Verdicts { get; } = new(StringComparer.Ordinal);

    /// <summary>A case to look at afterwards.</summary>
    public (string Department, string CaseNo)? SomeCase { get; set; }
}

/// <summary>A recorded day: every push as its department made it, judged by a hall's clock that stands where it stood.</summary>
internal sealed class RecordedDay(string file, GatewaySettings settings, HallClock clock)
{
    public async Task<Pushed> PushAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri(settings.Http.Url) };
        var lines = await File.ReadAllLinesAsync(file, cancellationToken);
        var pushed = new Pushed();
        DateTimeOffset last = default;
        foreach (var line in lines)
        {
            using var push = JsonDocument.Parse(line);
            last = push.RootElement.GetProperty("at").GetDateTimeOffset();
            clock.HoldAt(last);
            await PushAsync(http, push.RootElement, pushed, cancellationToken);
            Progress.Show("报送", pushed.Calls, lines.Length);
        }

        Progress.End();
        clock.StartFrom(last);
        return pushed;
    }

    private async Task PushAsync(HttpClient http, JsonElement push, Pushed pushed, CancellationToken cancellationToken)
    {
        var department = push.GetProperty("department").GetString()!;
        var client = settings.Clients.Find(one => one.Departments.Contains(department))!;
        var target = push.GetProperty("to").GetString()!;
        var payload = push.GetProperty("body");
        var body = Encoding.UTF8.GetBytes(payload.GetRawText());
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(push.GetProperty("contentType").GetString()!);
        foreach (var (name, value) in CallCommand.Sign(client, "POST", target, body, TimeProvider.System.GetUtcNow()))
        {
            request.Headers.Add(name, value);
        }

        pushed.Calls++;
        pushed.Sent += Records(payload);
        using var answer = await http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target} 答复 {(int)answer.StatusCode}"));
            return;
        }

        using var results = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        foreach (var result in results.RootElement.GetProperty("results").EnumerateArray())
        {
            Count(result, department, payload, pushed);
        }
    }

    private static void Count(JsonElement result, string department, JsonElement payload, Pushed pushed)
    {
        var verdict = result.GetProperty("verdict").GetString()!;
        pushed.Answered++;
        pushed.Verdicts[verdict] = pushed.Verdicts.GetValueOrDefault(verdict) + 1;
        pushed.Duplicates += verdict == "duplicate" ? 1 : 0;
        pushed.NotKept += result.TryGetProperty("recordId", out _) ? 0 : 1;
        if (pushed.SomeCase is null && verdict == "accepted" && payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("records", out var records))
        {
            pushed.SomeCase = (department, records[0].GetProperty("caseNo").GetString()!);
        }
    }

    private static int Records(JsonElement body) => body switch
    {
        { ValueKind: JsonValueKind.Array } => body.GetArrayLength(),
        _ when body.TryGetProperty("records", out var records) => records.GetArrayLength(),
        _ => 1,
    };
}
