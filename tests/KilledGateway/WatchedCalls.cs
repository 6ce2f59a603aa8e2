using System.Net;

namespace ServiceHall.KilledGateway;

/// <summary>The connection to the platform; a call with a body passes the moment in which the last of it has left.</summary>
internal sealed class WatchedConnection(HttpMessageHandler connection, Death death) : DelegatingHandler(connection)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not { } content)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        request.Content = new WatchedBody(content, death);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            request.Content = content;
        }
    }
}

/// <summary>A body that knows when it was sent.</summary>
internal sealed class WatchedBody : HttpContent
{
    private readonly HttpContent _body;
    private readonly Death _death;

    public WatchedBody(HttpContent body, Death death)
    {
        (_body, _death) = (body, death);
        Headers.ContentType = body.Headers.ContentType;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await _body.CopyToAsync(stream, context, cancellationToken);

        // Out of the client's own buffer: from here it arrives whatever becomes of this process.
        await stream.FlushAsync(cancellationToken);
        _death.Passes(Moment.BytesSent);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Headers.ContentLength ?? 0;
        return _body.Headers.ContentLength is not null;
    }
}

/// <summary>The way to the platform; an answer about rows passes the moment before it is handed up. The pipeline has read it whole.</summary>
internal sealed class WatchedAnswers(HttpMessageInvoker way, Death death) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await way.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Post && answer.IsSuccessStatusCode)
        {
            death.Passes(Moment.AnswerReceived);
        }

        return answer;
    }
}
