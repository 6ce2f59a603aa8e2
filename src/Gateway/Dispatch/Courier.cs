using System.Net.Http.Headers;
using System.Security.Cryptography;
using ServiceHall.Adapters.Platforms;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>Makes one call to the one-window platform and says what it came to. Repeats nothing.</summary>
internal sealed class Courier(OneWindowSettings settings, HttpMessageInvoker http, TimeProvider machine)
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json", "utf-8");

    /// <summary>Posts a batch of rows of one table.</summary>
    public Task<Outcome> PostAsync(string table, byte[] body, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Address(table)) { Content = new ByteArrayContent(body) { Headers = { ContentType = JsonType } } };
        return SendAsync(request, OneWindowProtocol.ReadAsync, outcome => outcome, cancellationToken);
    }

    /// <summary>Asks for a row whose sending had no answer.</summary>
    public Task<Asked> AskAsync(SentRow sent, CancellationToken cancellationToken) => SendAsync<Asked>(
        new HttpRequestMessage(HttpMethod.Get, Address($"{sent.Row.Table}/{sent.Row.RowGuid}")),
        (answer, token) => OneWindowProtocol.ReadRowAsync(sent, settings.DataSource, answer, token),
        outcome => new Asked.NoAnswer(outcome),
        cancellationToken);

    private async Task<T> SendAsync<T>(HttpRequestMessage request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, Func<Outcome, T> otherwise, CancellationToken cancellationToken)
    {
        using var disposed = request;
        using var timeout = new CancellationTokenSource(settings.AttemptTimeout, machine);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        Sign(request);
        try
        {
            using var answer = await http.SendAsync(request, either.Token);
            return await read(answer, either.Token);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return otherwise(new Outcome.Away("连接不上平台", null));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return otherwise(new Outcome.Unknown("与平台的连接中断"));
        }
        catch (OperationCanceledException)
        {
            return otherwise(new Outcome.Unknown(timeout.IsCancellationRequested ? "平台未在时限内答复" : "网关停止时调用尚未答复"));
        }
    }

    /// <summary>The platform's own counts by table, or null where it does not give any.</summary>
    public async Task<string?> CountsAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address("counts"));
        using var timeout = new CancellationTokenSource(settings.AttemptTimeout, machine);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        Sign(request);
        using var answer = await http.SendAsync(request, either.Token);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(either.Token) : null;
    }

    private Uri Address(string table) => new($"{settings.BaseUrl!.TrimEnd('/')}/exchange/v1/{table}");

    private void Sign(HttpRequestMessage request) =>
        OneWindowProtocol.Sign(request.Headers, settings.PaasId!, settings.Token!, machine.GetUtcNow(), RandomNumberGenerator.GetHexString(32, lowercase: true));
}
