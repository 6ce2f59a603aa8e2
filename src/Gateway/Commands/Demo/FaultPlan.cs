using System.Globalization;
using System.Text.Json.Nodes;
using ServiceHall.Model.Calendar;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>One hour of the province's bad day.</summary>
/// <param name="Fault">Which of its faults this is about.</param>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Set">What its back door is told.</param>
/// <param name="RefusesRows">Whether rows come back that a person must send again.</param>
internal sealed record FaultAct(string Fault, string Name, Func<DateTimeOffset, JsonObject> Set, bool RefusesRows = false);

/// <summary>Every fault that the sample province knows, one after another over the day. Each is spent after a few calls, so that the day ends.</summary>
internal static class FaultPlan
{
    public static IReadOnlyList<FaultAct> Acts { get; } =
    [
        new("slow", "缓慢", _ => Of(("slow", Times(3, ("milliseconds", 400))))),
        new("tooMany", "限流", _ => Of(("tooMany", Times(2, ("retryAfterSeconds", 1))))),
        new("serverError", "报错", _ => Of(("serverError", Times(5)))),
        new("cut", "断线", _ => Of(("cut", Times(1, ("afterTaking", true))))),
        new("html", "网页", _ => Of(("html", Times(1)))),
        new("clockOff", "钟偏", _ => Of(("clockOff", Times(1, ("seconds", 3600))))),
        new("truncated", "半截", _ => Of(("truncated", Times(1)))),
        new("refuseRows", "退行", _ => Of(("refuseRows", Times(1, ("code", "E0201")))), RefusesRows: true),
        new("away", "停服", _ => Of(("away", Times(4)))),
        new("businessCode", "怪码", _ => Of(("businessCode", Times(1)))),

        // The answer is lost, and whoever asks is told that nothing is there: the rows go again, and are known.
        new("lateReads", "迟见", _ => Of(("cut", Times(1, ("afterTaking", true))), ("lateReads", Times(2, ("milliseconds", 60_000))))),
        new("refuseBatch", "退批", _ => Of(("refuseBatch", Times(1)))),

        // The same at a platform that calls every repeat an error: only a person can end it.
        new("denyRepeats", "拒重", _ => Of(("cut", Times(1, ("afterTaking", true))), ("lateReads", Times(4, ("milliseconds", 60_000))), ("denyRepeats", new JsonObject())), RefusesRows: true),
        new("transportCode", "异码", _ => Of(("transportCode", Times(1, ("afterTaking", true))))),
        new("closed", "关门", now => Of(("closed", new JsonObject { ["from"] = Time(now.AddMinutes(-1)), ["to"] = Time(now.AddSeconds(3)) }))),
    ];

    private static JsonObject Of(params (string Fault, JsonObject Settings)[] faults)
    {
        var set = new JsonObject();
        faults.ToList().ForEach(fault => set[fault.Fault] = fault.Settings);
        return set;
    }

    private static JsonObject Times(int times, params (string Name, JsonNode Value)[] settings)
    {
        var fault = new JsonObject { ["times"] = times };
        settings.ToList().ForEach(setting => fault[setting.Name] = setting.Value);
        return fault;
    }

    // The province closes by the clock on the wall, not by the recorded one.
    private static string Time(DateTimeOffset at) => HallTime.InHall(at).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
