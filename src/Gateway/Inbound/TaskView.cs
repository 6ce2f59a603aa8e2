using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Status;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.Inbound;

/// <summary>A task as it is told. The department that is to do it sees what was applied for; everybody else sees masks.</summary>
internal sealed class TaskView(StatusReader cases, Hall hall)
{
    /// <summary>What was said last of a task: why it went back, or what was answered.</summary>
    public static string? WordOf(TaskRow task, Sealer sealer) => task.Word is { } word ? Encoding.UTF8.GetString(sealer.Open(word, task.Id.ToByteArray())) : null;

    /// <summary>Until when it waits to be taken, and how urgent that is.</summary>
    public static Light LightOf(TaskRow task, DateTimeOffset now) => task.State == TaskState.Waiting ? ClockOf(task).At(now) : Light.None;

    /// <summary>A page of them.</summary>
    public void Write(Utf8JsonWriter to, TaskPage page, Caller caller)
    {
        to.WriteStartObject();
        to.WriteStartArray("tasks");
        foreach (var task in page.Tasks)
        {
            Write(to, task, caller);
        }

        to.WriteEndArray();
        to.WriteString("next", page.Next);
        to.WriteEndObject();
    }

    /// <summary>One.</summary>
    public void Write(Utf8JsonWriter to, TaskRow task, Caller caller)
    {
        var @case = task.CaseId is { } id ? cases.Case(id) : null;
        to.WriteStartObject();
        to.WriteString("taskNo", task.Id);
        to.WriteString("kind", task.Kind.Word());
        to.WriteString("platform", task.Platform);
        to.WriteString("platformNo", task.PlatformNo);
        to.WriteString("department", task.Department);
        to.WriteString("division", task.Division);
        if (task.Kind == TaskKind.Application)
        {
            to.WriteString("path", task.Path.Word());
        }

        if (task.Matter is { } code)
        {
            to.WriteStartObject("matter");
            to.WriteString("code", code);
            to.WriteString("name", hall.Rules.Matters.Find(code, HallDay(task))?.Name);
            to.WriteEndObject();
        }

        to.WriteString("state", task.State.Word());
        to.WriteString("light", LightOf(task, hall.Clock.Now).Word());
        to.WriteTime("takeBy", ClockOf(task).TakeBy);
        to.WriteTime("receivedAt", At(task.Received));
        to.WriteTime("changedAt", At(task.Changed));
        to.WriteString("caseNo", task.OwnNo);
        to.WriteString("gatewayCaseNo", @case?.GatewayNo);
        to.WriteString("caseState", @case?.Facts.State.Word());
        if (WordOf(task, hall.Sealer) is { } word)
        {
            to.WriteString(task.State == TaskState.Returned ? "reason" : "answer", caller.Role == Role.Operator ? Mask.Name(word) : word);
        }

        if (task.Kind == TaskKind.Request)
        {
            to.WriteString("requestNo", task.PlatformNo);
        }

        using var kept = JsonDocument.Parse(hall.Sealer.Open(task.Body, task.Id.ToByteArray()));
        if (caller.MaySpeakFor(task.Department))
        {
            foreach (var member in kept.RootElement.EnumerateObject())
            {
                to.WritePropertyName(JsonText.NameOf(member));
                to.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
            }
        }
        else
        {
            MaskedRecord.WriteMembers(to, kept.RootElement);
        }

        to.WriteEndObject();
    }

    private static TakingClock ClockOf(TaskRow task) => new(At(task.TakeBy), At(task.YellowAt));

    private static DateOnly HallDay(TaskRow task) => Model.Calendar.HallTime.DayOf(At(task.Received));

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static DateTimeOffset? At(long? milliseconds) => milliseconds is { } known ? At(known) : null;
}
