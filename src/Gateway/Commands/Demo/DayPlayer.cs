using System.Net.Http.Headers;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>Plays a recorded day: every push as its department made it, judged by a hall's clock that stands where it stood, while the province fails by plan.</summary>
internal sealed class DayPlayer(SampleCounty county, GatewaySettings settings, HallClock clock, DayTally tally, FaultDirector province) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(settings.Http.Url) };

    public int Pushes { get; private set; }

    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        var day = county.Day();
        Pushes = day.Count;
        foreach (var push in day)
        {
            clock.HoldAt(push.At);
            await province.ReachedAsync(push.Line - 1, day.Count, cancellationToken);
            if (push.IsAfterTheRest)
            {
                await province.RestAsync(cancellationToken);
            }

            await PushAsync(push, cancellationToken);
        }

        await province.EndAsync(cancellationToken);
        clock.StartFrom(day[^1].At);
    }

    public void Dispose() => _http.Dispose();

    private async Task PushAsync(RecordedPush push, CancellationToken cancellationToken)
    {
        var client = settings.Clients.Find(one => one.Departments.Contains(push.Department))!;
        using var request = new HttpRequestMessage(HttpMethod.Post, push.To) { Content = new ByteArrayContent(push.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(push.ContentType);
        var fifthLine = push.IsStream ? SignedCalls.Stream : SignedCalls.Digest(push.Body);
        foreach (var (name, value) in CallCommand.Sign(client, "POST", push.To, fifthLine, TimeProvider.System.GetUtcNow()))
        {
            request.Headers.Add(name, value);
        }

        tally.Sends(push);
        using var answer = await _http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            tally.Refused(push, (int)answer.StatusCode);
            return;
        }

        foreach (var one in Answer.Read(await answer.Content.ReadAsByteArrayAsync(cancellationToken), push.IsStream))
        {
            tally.Answers(push, one);
        }
    }
}
