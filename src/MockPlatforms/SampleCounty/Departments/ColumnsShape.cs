using System.Globalization;
using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.Cases;

namespace ServiceHall.MockPlatforms.SampleCounty.Departments;

/// <summary>The cells of <see cref="FlatPinyinShape"/> under Chinese headings, one JSON a line in GB18030, times as yyyy/MM/dd HH:mm:ss, with versions.</summary>
internal sealed class ColumnsShape(string prefix) : FlatPinyinShape
{
    private static readonly CodeTable Headings = new("sjbh=编号 sjlx=类型 bmdm=部门 ywbh=业务号 fssj=发生时间 sxbm=事项编码 sxmc=事项名称 sqbt=标题 sqfs=申请方式 sjsj=收件时间 "
        + "sqsj=申请时间 blr=办理人 bjlx=办件类型 jgdm=机构代码 jgmc=机构名称 cnsj=承诺时间 slwsh=文书号 sqrlx=申请人类型 sqrxm=申请人 sqrzjhm=证件号码 sqrsj=手机 "
        + "sqrdz=地址 frdb=法人代表 clmc1=材料1 clxs1=形式1 clfs1=份数1 clmc2=材料2 clxs2=形式2 clfs2=份数2 clmc3=材料3 clxs3=形式3 clfs3=份数3 clmc4=材料4 clxs4=形式4 "
        + "clfs4=份数4 hjmc=环节 hjdz=动作 kssj=开始时间 jssj=结束时间 blyj=意见 xh=序号 tbcx=特别程序 yj=依据 pzr=批准人 xzts=天数 cxjg=程序结果 bjjg=办结结果 yy=原因 lqfs=领取方式 "
        + "zzmc=证照 zzbh=证照编号 fzjg=发证机关 fzsj=发证时间 yxqs=有效期起 yxqz=有效期止");

    private static readonly HashSet<string> Times = ["fssj", "sjsj", "sqsj", "cnsj", "kssj", "jssj", "fzsj", "yxqs", "yxqz"];

    public override string? Adapter => "zj";

    public override int MostInOnePush => 8;

    public override string Encoding => "gb18030";

    public override bool HasVersions => true;

    public override string CaseNo(int number, Matter matter) => $"{prefix}〔2026〕第{number:0000}号";

    public override JsonNode Body(Department department, IReadOnlyList<CaseEvent> events) =>
        Lines(events.Select(told => Line(department, told).ToJsonString(Members.Line)));

    private static JsonObject Line(Department department, CaseEvent told) => Members.Of(
    [
        .. Cells(department, told).Where(cell => !told.Deleted || cell.Key is "sjbh" or "sjlx" or "bmdm" or "ywbh" or "fssj")
            .Select(cell => (Headings.Of(cell.Key)!, (JsonNode?)(Times.Contains(cell.Key) ? Time(cell.Value!.ToString()) : cell.Value!.ToString()))),
        ("版本", told.Version.ToString(CultureInfo.InvariantCulture)),
        ("作废", told.Deleted ? "是" : null),
    ]);

    private static string Time(string digits) =>
        DateTime.ParseExact(digits, "yyyyMMddHHmmss", CultureInfo.InvariantCulture).ToString("yyyy'/'MM'/'dd HH:mm:ss", CultureInfo.InvariantCulture);
}
