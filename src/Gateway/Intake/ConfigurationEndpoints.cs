using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Security;

namespace ServiceHall.Gateway.Intake;

/// <summary><c>GET /v1/configuration</c> and <c>POST /v1/configuration:reload</c>, for operators.</summary>
internal sealed class ConfigurationEndpoints(Hall hall, ConfigurationReload reload)
{
    /// <summary>What is in force, its parts and every code table with its version.</summary>
    public Task GetAsync(HttpContext context) => IsOperator(context)
        ? Json.AnswerAsync(context, StatusCodes.Status200OK, to => Write(to, hall.Current))
        : Problem.AnswerAsync(context, ProblemCodes.NotYours);

    /// <summary>Reads the folders now, without waiting for the watch.</summary>
    public async Task ReloadAsync(HttpContext context)
    {
        if (!IsOperator(context))
        {
            await Problem.AnswerAsync(context, ProblemCodes.NotYours);
            return;
        }

        var reloaded = await reload.ReloadAsync(context.RequestAborted);
        if (reloaded.Mistakes.Count > 0)
        {
            await Problem.AnswerAsync(context, ProblemCodes.ConfigurationInvalid, more: to => WriteErrors(to, reloaded.Mistakes));
            return;
        }

        await Json.AnswerAsync(context, StatusCodes.Status200OK, to =>
        {
            to.WriteStartObject();
            to.WriteNumber("configuration", reloaded.Current.Id);
            to.WriteBoolean("changed", reloaded.Changed);
            to.WriteEndObject();
        });
    }

    private static bool IsOperator(HttpContext context) => context.Features.GetRequiredFeature<Caller>().Role == Role.Operator;

    private static void Write(Utf8JsonWriter to, Configuration current)
    {
        to.WriteStartObject();
        to.WriteNumber("configuration", current.Id);
        to.WriteTime("since", current.Since);
        to.WriteStartObject("parts");
        foreach (var part in current.Parts.Named)
        {
            to.WriteString(part.Name, part.Version);
        }

        to.WriteEndObject();
        to.WriteStartArray("tables");
        var departments = current.Departments;
        foreach (var (adapter, table) in departments.Names.SelectMany(name => departments.Find(name)!.Tables, (name, table) => (name, table)))
        {
            to.WriteStartObject();
            to.WriteString("adapter", adapter);
            to.WriteString("table", table.Name);
            to.WriteString("version", table.Version);
            to.WriteNumber("codes", table.Codes);
            to.WriteEndObject();
        }

        to.WriteEndArray();
        to.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter to, IReadOnlyList<string> mistakes)
    {
        to.WriteStartArray("errors");
        foreach (var mistake in mistakes)
        {
            to.WriteStartObject();
            to.WriteString("message", mistake);
            to.WriteEndObject();
        }

        to.WriteEndArray();
    }
}
