using System.Text.Json.Nodes;

namespace ServiceHall.Tests.Hall;

/// <summary>Reads server-sent events as their standard says, line by line.</summary>
internal sealed class EventReader(HttpResponseMessage answer, StreamReader lines) : IDisposable
{
    public HttpResponseMessage Message => answer;

    /// <summary>Comments that came so far.</summary>
    public int Comments { get; private set; }

    /// <summary>The next event; null where the stream has ended.</summary>
    public async Task<ServerEvent?> NextAsync(CancellationToken cancellationToken = default)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0 && fields.Count > 0)
            {
                return new ServerEvent(fields["id"], fields["event"], JsonNode.Parse(fields["data"])!);
            }

            if (line.StartsWith(':'))
            {
                Comments++;
            }
            else if (line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon)
            {
                fields[line[..colon]] = line[(colon + 2)..];
            }
        }

        return null;
    }

    public void Dispose()
    {
        lines.Dispose();
        answer.Dispose();
    }
}

internal sealed record ServerEvent(string Id, string Event, JsonNode Data);
