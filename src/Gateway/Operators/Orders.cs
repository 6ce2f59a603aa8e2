using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Operators;

/// <summary>Carries orders out and answers them: 409 where the state is no longer the one that the verb is for, and nothing is changed.</summary>
internal sealed class Orders(StoreWriter writer, Wakeups wakeups)
{
    /// <summary>Carries it out; false where it was refused, and answered so.</summary>
    public async Task<bool> TryAsync(HttpContext context, VerbWork work)
    {
        if (!writer.TryEnqueue(work))
        {
            await Problem.AnswerAsync(context, ProblemCodes.Busy);
            return false;
        }

        if (await work.Done is { } refusal)
        {
            await Problem.AnswerAsync(context, refusal.Code, refusal.Detail);
            return false;
        }

        if (!work.Order.IsRehearsal)
        {
            wakeups.Wake(work.Touched);
        }

        return true;
    }

    /// <summary>Carries it out and answers what came of it.</summary>
    public async Task RunAsync(HttpContext context, VerbWork work, Action<Utf8JsonWriter> write)
    {
        if (await TryAsync(context, work))
        {
            await AnswerAsync(context, work, write);
        }
    }

    public static Task AnswerAsync(HttpContext context, VerbWork work, Action<Utf8JsonWriter> write) => Json.AnswerAsync(context, StatusCodes.Status200OK, to =>
    {
        to.WriteStartObject();
        to.WriteBoolean("dryRun", work.Order.IsRehearsal);
        write(to);
        to.WriteEndObject();
    });
}
