using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Security;
using ServiceHall.Model.Records;

namespace ServiceHall.Gateway.Intake;

/// <summary><c>POST /v1/records</c> and <c>POST /v1/intake/{adapter}</c> (contract section 2).</summary>
internal sealed class IntakeEndpoints(RecordPreparer preparer, Pushes pushes, Hall hall)
{
    /// <summary>Records in one call.</summary>
    public const int MostRecords = 1000;

    /// <summary>Canonical records, 1 to 1,000.</summary>
    public Task PushAsync(HttpContext context) => TakeAsync(context, AnswerAsync);

    /// <summary>A department's own format.</summary>
    public Task PushMappedAsync(HttpContext context, string adapter) => TakeMappedAsync(context, adapter, AnswerAsync);

    /// <summary>Canonical records, to be answered otherwise.</summary>
    public async Task TakeAsync(HttpContext context, Func<HttpContext, PreparedRecord[], Task> answer)
    {
        if (await BodyAsync(context, isJson: true) is not { } body)
        {
            return;
        }

        var (document, problem) = Parse(body);
        using (document)
        {
            if (problem is not null)
            {
                await Problem.AnswerAsync(context, problem.Value.Code, problem.Value.Detail);
                return;
            }

            var caller = context.Features.GetRequiredFeature<Caller>();
            var records = JsonText.Find(document!.RootElement, "records")!.Value.EnumerateArray().ToArray();
            var configuration = hall.Current;
            await answer(context, Preparing.Spread(records.Length, i => preparer.Prepare(records[i], caller, configuration)));
        }
    }

    /// <summary>A department's own format, to be answered otherwise.</summary>
    public async Task TakeMappedAsync(HttpContext context, string adapter, Func<HttpContext, PreparedRecord[], Task> answer)
    {
        // One call is one configuration's, from its encoding to the last record's verdict.
        var configuration = hall.Current;
        if (configuration.Departments.Find(adapter) is not { } mapping)
        {
            await Problem.AnswerAsync(context, ProblemCodes.NoSuchPath);
            return;
        }

        if (await BodyAsync(context, isJson: false) is not { } body)
        {
            return;
        }

        var sources = SourceReader.Read(body, mapping);
        if (sources is null || sources.Count == 0)
        {
            await Problem.AnswerAsync(context, ProblemCodes.BodyMalformed, "请求体不是该部门约定的格式");
            return;
        }

        if (sources.Count > MostRecords)
        {
            await Problem.AnswerAsync(context, ProblemCodes.TooManyRecords);
            return;
        }

        var caller = context.Features.GetRequiredFeature<Caller>();
        await answer(context, Preparing.Spread(sources.Count, i => preparer.Prepare(sources[i].Node, sources[i].Sent, adapter, caller, configuration)));
    }

    private static async Task<byte[]?> BodyAsync(HttpContext context, bool isJson)
    {
        if (context.Features.GetRequiredFeature<Caller>().Role != Role.Department)
        {
            await Problem.AnswerAsync(context, ProblemCodes.NotYours);
            return null;
        }

        if (isJson && !context.Request.HasJsonContentType())
        {
            await Problem.AnswerAsync(context, ProblemCodes.ContentType);
            return null;
        }

        var (body, problem) = await context.Features.GetRequiredFeature<RequestBody>().DecodeAsync(context.Request, context.RequestAborted);
        if (problem is not null)
        {
            await Problem.AnswerAsync(context, problem);
            return null;
        }

        return body;
    }

    private static (JsonDocument? Document, (ProblemCode Code, string? Detail)? Problem) Parse(byte[] body)
    {
        if (!Utf8.IsValid(body))
        {
            return (null, (ProblemCodes.BodyMalformed, "请求体不是有效的 UTF-8"));
        }

        JsonDocument document;
        try
        {
            document = StrictJson.Parse(body);
        }
        catch (JsonException)
        {
            return (null, (ProblemCodes.BodyMalformed, "请求体不是严格的 JSON（UTF-8 无 BOM、无重复成员、嵌套不超过 64 层）"));
        }

        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || JsonText.Find(root, "records") is not { ValueKind: JsonValueKind.Array } records
            || records.GetArrayLength() == 0 || records.EnumerateArray().Any(record => record.ValueKind != JsonValueKind.Object))
        {
            return (document, (ProblemCodes.BodyMalformed, "请求体应为 {\"records\":[…]}，含 1 至 1000 个对象"));
        }

        return records.GetArrayLength() > MostRecords ? (document, (ProblemCodes.TooManyRecords, null)) : (document, null);
    }

    private async Task AnswerAsync(HttpContext context, PreparedRecord[] prepared)
    {
        if (await pushes.TakeAsync(prepared, context.Features.Get<PushTrace>()) is { } pushed)
        {
            await Json.AnswerAsync(context, StatusCodes.Status200OK, to => Write(to, pushed.Results));
            await pushed.TellAsync();
        }
        else
        {
            await Problem.AnswerAsync(context, ProblemCodes.Busy);
        }
    }

    private static void Write(Utf8JsonWriter to, IReadOnlyList<RecordResult> results)
    {
        to.WriteStartObject();
        to.WriteStartArray("results");
        foreach (var result in results)
        {
            result.Write(to);
        }

        to.WriteEndArray();
        to.WriteEndObject();
    }
}
