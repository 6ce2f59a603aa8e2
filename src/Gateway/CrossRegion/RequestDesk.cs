using System.Buffers;
using System.Text;
using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.CrossRegion;
using ServiceHall.Model.CrossRegion.Requests;
using ServiceHall.Model.Matters;
using ServiceHall.Model.Records;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.CrossRegion;

/// <summary>What requests need of the hall: which divisions are its own, whose a matter is, and the tasks that they become.</summary>
/// <param name="hall">The hall, once there is one: it goes along with cases by way of this.</param>
internal sealed class RequestDesk(Func<Hall> hall, CapabilityDirectory directory, GatewaySettings settings, TimeProvider machine)
{
    public Hall Hall => hall();

    /// <summary>Whether a division is this hall's, today.</summary>
    public bool IsOurs(string division) => DivisionPath.IsCode(division) && directory.LiesIn(division, Hall.Division, HallTime.DayOf(Hall.Clock.Now));

    /// <summary>The matter as this hall calls it: by its code, or else the one of its catalogue code.</summary>
    public Matter? MatterOf(string? code, string? catalogCode)
    {
        var day = HallTime.DayOf(Hall.Clock.Now);
        var matters = Hall.Rules.Matters;
        return code is not null ? matters.Find(code, day)
            : matters.All.Where(matter => matter.CatalogCode == catalogCode).Select(matter => matter.Code).Distinct().ToList() is [var only] ? matters.Find(only, day)
            : null;
    }

    /// <summary>The keyed digest by which the same request is known again, whichever way it comes: what was said, and who does a part of it.</summary>
    public byte[] DigestOf(Opening opening, JsonElement data)
    {
        var said = new ArrayBufferWriter<byte>(1024);
        CanonicalJson.Write(data, said);
        said.Write(Encoding.UTF8.GetBytes($"\n{string.Join(',', opening.Authorities.Order(StringComparer.Ordinal))}"));
        return Hall.Sealer.Digest("request", said.WrittenSpan);
    }

    /// <summary>The department of this hall that has a request to do: the one that the directory names for a home division of ours, or else the one that has the matter.</summary>
    public string? OwnerOf(Opening places, CrossRegionRequest said, RouteRule? rule)
    {
        var matter = MatterOf(said.MatterCode, said.CatalogCode);
        return !((string[])[places.Home, .. places.Authorities]).Any(IsOurs) || matter is null ? null
            : rule is { Platform: null } && IsOurs(places.Home) && (rule.Authority == matter.Department || matter.Departments.Contains(rule.Authority, StringComparer.Ordinal)) ? rule.Authority
            : matter.Department;
    }

    /// <summary>The task of the department that has it to do.</summary>
    public TaskRow NewTask(RequestRow row, Opening opening, byte[] data)
    {
        var now = Hall.Clock.Now;
        var (within, id) = (settings.Tasks.TakeWithin, Guid.CreateVersion7(machine.GetUtcNow()));
        var clock = TakingClock.Of(new Limit(within.Value, within.Unit), Hall.Rules.Calendar, now);
        using var said = JsonDocument.Parse(data);
        var matter = MatterOf(Text(said, "matterCode"), Text(said, "catalogCode"));
        return new TaskRow(
            id, TaskKind.Request, RequestBook.TaskPlatform(row), row.No, row.Owner!, row.Home, matter?.Code, TaskPath.Direct, TaskState.Waiting, now.ToUnixTimeMilliseconds(),
            clock.YellowAt?.ToUnixTimeMilliseconds(), clock.TakeBy?.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), OwnNo: null, CaseId: null,
            row.Digest, Hall.Sealer.Seal(Kept(said.RootElement, matter, opening), id.ToByteArray()), Word: null);
    }

    private static string? Text(JsonDocument said, string name) => said.RootElement.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    // What the case that it becomes is submitted with.
    private static byte[] Kept(JsonElement said, Matter? matter, Opening opening) => Json.Bytes(to =>
    {
        to.WriteStartObject();
        to.WriteTime("occurredAt", opening.At);
        to.WriteStartObject("data");
        to.WriteString("matterCode", matter?.Code);
        to.WriteString("title", matter?.Name);
        to.WriteString("channel", opening.Mode == "online" ? "web" : "window");
        foreach (var name in (string[])["applicant", "materials"])
        {
            if (said.TryGetProperty(name, out var value))
            {
                to.WritePropertyName(name);
                value.WriteTo(to);
            }
        }

        to.WriteEndObject();
        to.WriteEndObject();
    });
}
