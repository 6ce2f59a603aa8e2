using System.Net.Http.Headers;
using System.Security.Cryptography;
using ServiceHall.Adapters.Platforms;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Adapters.Resilience;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>Makes one call to the one-window platform and says what it came to. How long it takes, and what is repeated, is the pipeline's (<see cref="PlatformPipeline"/>).</summary>
/// <param name="slots">Null for one that sends nothing of any lane.</param>
internal sealed class Courier(OneWindowSettings settings, HttpMessageInvoker http, TimeProvider machine, OwnSlots? slots = null, DispatchMetrics? metrics = null)
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json", "utf-8");

    private readonly TimeSpan _attemptTimeout = PipelineTimes.Of(settings.Resilience, settings.AttemptTimeout).Attempt;

    /// <summary>Posts a batch of rows of one table.</summary>
    public async Task<Outcome> PostAsync(string table, byte[] body, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Address(table)) { Content = new ByteArrayContent(body) { Headers = { ContentType = JsonType } } };
        var outcome = await SendAsync(request, OneWindowProtocol.ReadAsync, outcome => outcome, cancellationToken);
        metrics?.Ended(Platform.OneWindow, "exchange", Settle.Word(outcome));
        return outcome;
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
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, slots?.Ended ?? CancellationToken.None);
        try
        {
            BeforeAttempt(request);
            using var answer = await http.SendAsync(request, ending.Token);
            return await read(answer, ending.Token);
        }
        catch (NotSentException fault) when (fault.Reason == NotSent.Cancelled)
        {
            return otherwise(new Outcome.HeldBack("网关停止或即将由其他网关接替，调用未发出"));
        }
        catch (NotSentException fault)
        {
            return otherwise(new Outcome.Away(Why(fault.Reason), fault.RetryAfter));
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
            return otherwise(new Outcome.Unknown(cancellationToken.IsCancellationRequested ? "网关停止时调用尚未答复" : "平台未在时限内答复"));
        }
    }

    /// <summary>The platform's own counts by table, or null where it does not give any.</summary>
    public async Task<string?> CountsAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address("counts"));
        Sign(request);
        using var answer = await http.SendAsync(request, cancellationToken);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(cancellationToken) : null;
    }

    private Uri Address(string table) => new($"{settings.BaseUrl!.TrimEnd('/')}/exchange/v1/{table}");

    // By the end of it no other gateway may have begun to make the same call.
    private void BeforeAttempt(HttpRequestMessage request)
    {
        if (slots?.MayCall(_attemptTimeout) == false)
        {
            throw new NotSentException(NotSent.Cancelled, null);
        }

        Sign(request);
    }

    // A signature is good for one attempt: the platform takes a nonce once.
    private void Sign(HttpRequestMessage request)
    {
        OneWindowProtocol.Sign(request.Headers, settings.PaasId!, settings.Token!, machine.GetUtcNow(), RandomNumberGenerator.GetHexString(32, lowercase: true));
        request.Options.Set(ResilienceHandler.BeforeAttempt, BeforeAttempt);
    }

    private static string Why(NotSent reason) => reason switch
    {
        NotSent.BreakerOpen => "断路器打开：平台近来多数调用失败，暂不再调用",
        NotSent.Limited => "限流：等待调用平台的太多，本次未发出",
        _ => "未在时限内发出：平台一直不在或要求稍后再来",
    };
}
