using System.Globalization;
using ServiceHall.Model.CrossRegion;
using ServiceHall.Model.Divisions;
using Route = ServiceHall.Model.CrossRegion.Route;

namespace ServiceHall.Gateway.CrossRegion;

/// <summary>Says in Chinese, for hall staff, why a route is what it is.</summary>
internal sealed class RouteWords(DivisionTable divisions)
{
    /// <summary>Why this rule decides.</summary>
    public string Why(RouteRule rule) =>
        $"规则 {rule.Id}：按{Naming(rule.Naming)}，{Within("属地", rule.Home)}，{(rule.Mode is { } mode ? Mode(mode) : "办理模式不限")}，{Within("收件地", rule.Receiving)}";

    /// <summary>What no rule has.</summary>
    public string Why(Route.Nowhere nowhere, RouteRequest request) => nowhere.Why switch
    {
        NoRoute.MatterUnknown => "通办能力目录中没有这个事项",
        NoRoute.HomeNotCovered => $"该事项没有属地为{Place(nowhere.Home)}的规则",
        NoRoute.ModeNotOffered => $"{Place(nowhere.Home)}的该事项不提供{Mode(request.Mode)}，提供的有：{string.Join('、', nowhere.Nearest.Select(rule => Mode(rule.Mode!)).Distinct())}",
        NoRoute.ReceivingNotCovered => $"{Place(nowhere.Home)}的该事项不接受{Place(nowhere.Receiving)}代收",
        NoRoute.NotOnThatDay => $"相关规则在 {request.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} 不在有效期内：{string.Join('、', nowhere.Nearest.Select(rule => $"{rule.Id}（{Span(rule)}）"))}",
        _ => $"{Place(nowhere.Split!.Code)}已拆分为{string.Join('、', nowhere.Split.Successors.Select(Place))}，请按现地址给出代码",
    };

    /// <summary>Why it can't be told whose a matter is that finds its home division by this; null where its list does not say by what.</summary>
    public static string HomeUnknown(HomeBy? by) => by switch
    {
        null => "事项清单没有说明该事项的属地如何确定，请直接给出 homeDivision",
        HomeBy.Household => ByPlace("户籍地"),
        HomeBy.Insured => ByPlace("参保地"),
        HomeBy.Account => ByPlace("缴存地"),
        HomeBy.LicenceIssuer => ByPlace("发证机关所在地"),
        _ => ByPlace("不动产所在地"),
    };

    /// <summary>What became of a division.</summary>
    public string Followed(DivisionSuccession step) =>
        $"{Place(step.Code)}自 {step.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} 起{(step.Kind == SuccessionKind.Merged ? "并入" : "改为")}{Place(step.Successors[0])}";

    /// <summary>A division's name with its code; of a town or village the county's name.</summary>
    public string Place(string code) => divisions.Find(code[..6]) is { } division ? $"{division.Name}（{code}）" : code;

    private static string ByPlace(string place) => $"该事项的属地按{place}确定，请给出该地的行政区划代码";

    private string Within(string what, string code) => code.Length == 0 ? $"{what}不限" : $"{what}为{Place(code)}";

    private static string Naming(MatterNaming naming) => naming switch
    {
        MatterNaming.Code => "实施编码",
        MatterNaming.CatalogCode => "基本编码",
        MatterNaming.Name => "事项名称",
        _ => "全部事项",
    };

    private static string Mode(string mode) => mode switch
    {
        "online" => "全程网办",
        "collectedElsewhere" => "异地代收代办",
        _ => "多地联办",
    };

    private static string Span(RouteRule rule) =>
        $"{rule.ValidFrom?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "始终"} 至 {rule.ValidTo?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "长期"}";
}
