using System.Text.Json;

namespace ServiceHall.Gateway.Api;

/// <summary>RFC 9457 problem details with a stable code.</summary>
internal static class Problem
{
    /// <summary>Answers with a problem; a 503 says when to come back.</summary>
    public static Task AnswerAsync(HttpContext context, ProblemCode code, string? detail = null, Action<Utf8JsonWriter>? more = null)
    {
        var response = context.Response;
        response.StatusCode = code.Status;
        if (code.Status is 503 or 429)
        {
            response.Headers.RetryAfter = "1";
        }

        return Json.AnswerAsync(context, code.Status, to => Write(to, code, detail, more), "application/problem+json");
    }

    /// <summary>The problem as an object.</summary>
    public static void Write(Utf8JsonWriter to, ProblemCode code, string? detail = null, Action<Utf8JsonWriter>? more = null)
    {
        to.WriteStartObject();
        to.WriteString("type", "about:blank");
        to.WriteString("title", code.Code);
        to.WriteNumber("status", code.Status);
        to.WriteString("code", code.Code);
        to.WriteString("detail", detail ?? code.Detail);
        more?.Invoke(to);
        to.WriteEndObject();
    }
}
