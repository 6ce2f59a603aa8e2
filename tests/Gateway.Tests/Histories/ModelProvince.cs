using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ServiceHall.Tests;

namespace ServiceHall.Gateway.Tests.Histories;

/// <summary>
/// A province in the place of the connection: takes the rows of contract section 5 into its books and answers as it says there, and fails at random. Written
/// from the contract alone: it shares no code with the gateway it is to find wrong.
/// </summary>
internal sealed class ModelProvince(int seed, ManualTime time) : HttpMessageHandler
{
    private const int MostRows = 100;

    private static readonly HttpStatusCode[] Errors = [HttpStatusCode.InternalServerError, HttpStatusCode.BadGateway, HttpStatusCode.GatewayTimeout];

    // Long enough that several calls and corrections fall into it, shorter than an attempt may take.
    private static readonly TimeSpan LongestSlow = TimeSpan.FromSeconds(9);

    // What the gateway is told to wait before it asks (SettleAfter).
    private static readonly TimeSpan LatestTaking = TimeSpan.FromSeconds(4);

    private readonly Lock _lock = new();
    private readonly ProvinceBooks _books = new();
    private readonly Faults _faults = new(seed);
    private long _calls;
    private long _receipts;

    /// <summary>What it holds; to be looked at while no call is under way.</summary>
    public ProvinceBooks Books => _books;

    public Faults Faults => _faults;

    public long Calls => Volatile.Read(ref _calls);

    /// <summary>Calls that no legal gateway makes.</summary>
    public List<string> Malformed { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        var path = request.RequestUri!.AbsolutePath.Split('/');
        Func<HttpResponseMessage> answer = request.Method == HttpMethod.Get ? () => Read(path[^2], path[^1]) : Taking(path[^1], await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        Fault fault;
        int drawn;
        lock (_lock)
        {
            (fault, drawn) = (_faults.OfCall(), _faults.Next(1000));
        }

        switch (fault)
        {
            case Fault.Silence:
                if (drawn % 2 == 0)
                {
                    answer();
                }

                return await new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(cancellationToken);
            case Fault.Slow:
                return await SlowAsync(LongestSlow * drawn / 1000, answer, cancellationToken);
            case Fault.CutAndTakenLate:
                After(LatestTaking * drawn / 1000, () => answer());
                break;
        }

        return Answer(fault, drawn, answer);
    }

    private static HttpResponseMessage Answer(Fault fault, int drawn, Func<HttpResponseMessage> answer)
    {
        switch (fault)
        {
            case Fault.Away:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
            case Fault.TooMany:
                return Later(HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(drawn % 40));
            case Fault.Unavailable:
                return Later(HttpStatusCode.ServiceUnavailable, drawn % 2 == 0 ? null : TimeSpan.FromSeconds(drawn));
            case Fault.ErrorBeforeTaking:
                return Error(drawn);
            case Fault.ErrorAfterTaking:
                answer();
                return Error(drawn);
            case Fault.CutAndTakenLate:
            case Fault.CutBeforeTaking:
                throw Cut();
            case Fault.CutAfterTaking:
                var taken = answer();
                return drawn % 2 == 0 ? throw Cut() : new HttpResponseMessage(taken.StatusCode) { Content = new StreamContent(new CutStream()) };
            case Fault.Truncated:
                var whole = answer();
                var text = whole.Content.ReadAsStringAsync().GetAwaiter().GetResult();
                return new HttpResponseMessage(whole.StatusCode) { Content = new StringContent(text[..(text.Length / 2)]) };
            case Fault.Html:
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<!DOCTYPE html><html><body>系统维护中</body></html>", Encoding.UTF8, "text/html") };
            default:
                return answer();
        }
    }

    private static HttpRequestException Cut() => new(HttpRequestError.ResponseEnded, "cut", new IOException("cut"));

    private static HttpResponseMessage Error(int drawn) => new(Errors[drawn % Errors.Length]);

    private static HttpResponseMessage Later(HttpStatusCode status, TimeSpan? after)
    {
        var answer = new HttpResponseMessage(status);
        answer.Headers.RetryAfter = after is { } wait ? new RetryConditionHeaderValue(wait) : null;
        return answer;
    }

    // Who gave up before then has sent nothing.
    private async Task<HttpResponseMessage> SlowAsync(TimeSpan after, Func<HttpResponseMessage> take, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        After(after, () =>
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                answer.TrySetResult(take());
            }
        });
        return await answer.Task.WaitAsync(cancellationToken);
    }

    // Done as the clock passes that moment, not some time after.
    private void After(TimeSpan after, Action done) => _ = time.CreateTimer(_ => done(), null, after, Timeout.InfiniteTimeSpan);

    private HttpResponseMessage Read(string table, string guid)
    {
        lock (_lock)
        {
            return _books.Find(table, guid) is not { } row
                ? new HttpResponseMessage(HttpStatusCode.NotFound)
                : Json(to =>
                {
                    to.WriteStartObject("row");
                    to.WriteString("cd_operation", row.Operation);
                    foreach (var (column, text) in row.Columns)
                    {
                        to.WriteString(column, text);
                    }

                    to.WriteEndObject();
                });
        }
    }

    private Func<HttpResponseMessage> Taking(string table, byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        List<ModelRow> rows = [.. document.RootElement.GetProperty("rows").EnumerateArray().Select(row => ModelRow.Read(table, row))];
        if (rows.Count is 0 or > MostRows || rows.Exists(row => row.Guid.Length == 0 || row.Project.Length == 0 || row.Operation is not ("I" or "U" or "D")))
        {
            lock (_lock)
            {
                Malformed.Add(Encoding.UTF8.GetString(body));
            }
        }

        return () => Take(rows);
    }

    private HttpResponseMessage Take(List<ModelRow> rows)
    {
        lock (_lock)
        {
            if (rows.Exists(row => _faults.OfRow(row) == Fault.BatchRefused))
            {
                _faults.Strike(Fault.BatchRefused);
                return Batch(0, [.. rows.Select(row => (row, (string?)"E0900"))]);
            }

            List<(ModelRow Row, string? Code)> judged = [.. rows.Select(row => (row, Refused(row) ?? _books.Take(row)))];
            return Batch(judged.Exists(one => one.Code is not null) ? 2 : 1, judged);
        }
    }

    private string? Refused(ModelRow row)
    {
        if (_books.IsRepeat(row) || _faults.OfRow(row) != Fault.RowRefused)
        {
            return null;
        }

        _faults.Strike(Fault.RowRefused);
        _books.ProjectOf(row).WasSplit = true;
        return "E0204";
    }

    private HttpResponseMessage Batch(int code, List<(ModelRow Row, string? Code)> rows) => Json(to =>
    {
        to.WriteStartObject("status");
        to.WriteNumber("code", 200);
        to.WriteString("text", "ok");
        to.WriteEndObject();
        to.WriteStartObject("custom");
        to.WriteNumber("code", code);
        to.WriteString("text", code == 1 ? "ok" : "部分或全部未收下");
        to.WriteStartArray("rows");
        foreach (var (row, _) in rows.Where(one => one.Code is null))
        {
            to.WriteStartObject();
            to.WriteString("row_guid", row.Guid);
            to.WriteString("receiptNo", $"R{++_receipts}");
            to.WriteString("provincialCaseNo", $"P{row.Project}");
            to.WriteEndObject();
        }

        to.WriteEndArray();
        to.WriteStartArray("errors");
        foreach (var (row, refusal) in rows.Where(one => one.Code is not null))
        {
            to.WriteStartObject();
            to.WriteString("row_guid", row.Guid);
            to.WriteString("code", refusal);
            to.WriteString("text", "测试设定的拒收");
            to.WriteEndObject();
        }

        to.WriteEndArray();
        to.WriteEndObject();
    });

    private static HttpResponseMessage Json(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var to = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            to.WriteStartObject();
            members(to);
            to.WriteEndObject();
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(buffer.ToArray()) };
    }

    /// <summary>An answer that is cut before its end.</summary>
    private sealed class CutStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new HttpIOException(HttpRequestError.ResponseEnded, "cut");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => throw new HttpIOException(HttpRequestError.ResponseEnded, "cut");
    }
}
