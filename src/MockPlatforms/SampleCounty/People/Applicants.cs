using System.Text.Json.Nodes;

namespace ServiceHall.MockPlatforms.SampleCounty.People;

/// <summary>Who a matter is for.</summary>
internal enum ApplicantType
{
    Person,
    Enterprise,
    SocialOrganisation,
}

/// <summary>People and firms that cannot be: made-up names, numbers of an area and a network that do not exist, no number twice.</summary>
internal sealed class Applicants(Dice dice)
{
    private static readonly string[] Stems = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
    private static readonly string[] Given = ["安", "宁", "和", "平", "康", "乐", "文", "远"];
    private static readonly string[] Trades = ["商贸", "餐饮", "农业科技", "运输", "建筑工程", "信息技术", "物业服务", "食品"];
    private static readonly string[] Towns = ["示例一镇", "示例二镇", "示例三乡", "示例街道"];
    private readonly HashSet<string> given = [];

    public JsonObject Of(ApplicantType type) => type switch
    {
        ApplicantType.Person => Make("person", PersonName(), "citizenId", Fresh(() => CitizenIds.Make(dice)), legal: null),
        ApplicantType.Enterprise => Make("enterprise", FirmName("有限公司"), "uscc", Fresh(() => CreditCodes.Make("91", dice)), PersonName()),
        _ => Make("socialOrganisation", FirmName("协会"), "uscc", Fresh(() => CreditCodes.Make("51", dice)), PersonName()),
    };

    public string NumberEndingInX() => Fresh(() => CitizenIds.MakeEndingInX(dice));

    /// <summary>Somebody at a counter.</summary>
    public string Clerk() => $"示例经办{dice.Pick(Stems)}{dice.Between(1, 9):00}";

    private JsonObject Make(string type, string name, string idType, string idNumber, string? legal) => Members.Of(
        ("type", type),
        ("name", name),
        ("idType", idType),
        ("idNumber", idNumber),
        ("mobile", $"100{dice.Between(0, 99_999_999):00000000}"),
        ("address", dice.Chance(80) ? $"示例县{dice.Pick(Towns)}示例路{dice.Between(1, 300)}号" : null),
        ("legalRepresentative", legal));

    private string PersonName() => $"示例{dice.Pick(Stems)}{(dice.Chance(50) ? dice.Pick(Given) : dice.Between(1, 99).ToString())}";

    private string FirmName(string ending) => $"示例{dice.Pick(Stems)}{dice.Between(1, 999)}{dice.Pick(Trades)}{ending}";

    private string Fresh(Func<string> make)
    {
        while (true)
        {
            if (make() is var number && given.Add(number))
            {
                return number;
            }
        }
    }
}
