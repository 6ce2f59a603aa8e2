using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Gateway.Operators;

/// <summary>The body of an operator's call. A member that the verb does not take is refused, so that a mistyped filter never widens what is done.</summary>
internal sealed record OrderBody(Order Order, IReadOnlyDictionary<string, string> Texts, IReadOnlyList<Guid> RecordIds)
{
    public const int LongestReason = 500;
    private const string Reason = "reason";
    private const string DryRun = "dryRun";
    private const string Ids = "recordIds";

    /// <summary>A text member, or null.</summary>
    public string? this[string name] => Texts.GetValueOrDefault(name);

    /// <summary>Reads the body, or answers what is wrong with the call.</summary>
    /// <param name="takes">The members besides <c>reason</c> and <c>dryRun</c>.</param>
    public static async Task<OrderBody?> ReadAsync(HttpContext context, params string[] takes)
    {
        var caller = context.Features.GetRequiredFeature<Caller>();
        if (caller.Role != Role.Operator)
        {
            await Problem.AnswerAsync(context, ProblemCodes.NotYours);
            return null;
        }

        if (!context.Request.HasJsonContentType())
        {
            await Problem.AnswerAsync(context, ProblemCodes.ContentType);
            return null;
        }

        var (sent, problem) = await context.Features.GetRequiredFeature<RequestBody>().DecodeAsync(context.Request, context.RequestAborted);
        var (body, mistake) = problem is null ? Parse(sent, (isRehearsal, reason) => new Order(caller.Key, reason, isRehearsal, SignedCalls.NonceOf(context.Request.Headers, caller)), takes) : (null, problem);
        if (body is null)
        {
            await Problem.AnswerAsync(context, mistake!, mistake == ProblemCodes.BodyMalformed ? $"请求体应为严格的 JSON 对象，成员限于 {string.Join('、', takes.Prepend(DryRun).Prepend(Reason))}" : null);
        }

        return body;
    }

    private static (OrderBody? Body, ProblemCode? Mistake) Parse(byte[] sent, Func<bool, string, Order> order, string[] takes)
    {
        using var document = StrictJson.TryObject(sent);
        return document is null ? (null, ProblemCodes.BodyMalformed) : Read(document.RootElement, order, takes);
    }

    private static (OrderBody? Body, ProblemCode? Mistake) Read(JsonElement root, Func<bool, string, Order> order, string[] takes)
    {
        var members = root.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null).ToDictionary(JsonText.NameOf, member => member.Value, StringComparer.Ordinal);
        if (!members.All(member => IsTaken(member.Key, member.Value, takes)))
        {
            return (null, ProblemCodes.BodyMalformed);
        }

        var texts = members.Where(member => member.Value.ValueKind == JsonValueKind.String).ToDictionary(member => member.Key, member => JsonText.Of(member.Value), StringComparer.Ordinal);
        var reason = texts.GetValueOrDefault(Reason)?.Trim() ?? "";
        if (reason.EnumerateRunes().Count() is 0 or > LongestReason)
        {
            return (null, ProblemCodes.ReasonMissing);
        }

        var isRehearsal = members.TryGetValue(DryRun, out var dryRun) && dryRun.ValueKind == JsonValueKind.True;
        IReadOnlyList<Guid> ids = members.TryGetValue(Ids, out var list) ? [.. list.EnumerateArray().Select(id => id.GetGuid()).Distinct()] : [];
        return (new OrderBody(order(isRehearsal, reason), texts, ids), null);
    }

    private static bool IsTaken(string name, JsonElement value, string[] takes) => name switch
    {
        Reason => IsText(value),
        DryRun => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ when !takes.Contains(name, StringComparer.Ordinal) => false,
        Ids => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(id => IsText(id) && id.TryGetGuid(out _)),
        _ => IsText(value),
    };

    // One that can be kept and shown, as in a record.
    private static bool IsText(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && JsonText.Of(value) is var text && !TextRules.HasControlCharacter(text) && !TextRules.HasLoneSurrogate(text);
}
