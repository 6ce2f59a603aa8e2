using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty;

namespace ServiceHall.MockPlatforms.CrossRegion;

/// <summary>What a county is told of what it sent.</summary>
/// <param name="No">The receipt's number; empty where nothing was taken.</param>
/// <param name="Code">0 for taken; the others are in the README.</param>
internal sealed record Receipt(string No, string Code, string Text)
{
    public static Receipt Taken(string no) => new(no, "0", "ok");

    public static Receipt Repeated(string no) => new(no, "0", "已存在");

    public static Receipt Gap(long expected) => new("", "R0101", $"序号不连续，应为 {expected}");

    public static Receipt OtherContent() => new("", "R0102", "同一序号内容不同");

    public static Receipt UnknownCounty(string code) => new("", "R0103", $"接收方 {code} 未接入或为发送方自身");

    public static Receipt Malformed(string field) => new("", "R0201", $"字段 {field} 缺失或格式错误");

    public static Receipt FileMissing(string digest) => new("", "R0301", $"文件 {digest} 未上传完整");

    public static Receipt WrongDigest() => new("", "R0302", "文件与摘要不符，已清除");

    public static Receipt TooLarge() => new("", "R0303", $"文件超过 {FileShelf.Largest} 字节");

    public JsonObject ToJson() => Members.Of(("receipt", Members.Of(("no", No), ("code", Code), ("text", Text))));
}
