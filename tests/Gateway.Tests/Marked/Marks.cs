using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ServiceHall.Gateway.Tests.Marked;

/// <summary>What stands in the place of everything about persons: nothing else in a gateway says these, so that one, anywhere, is a leak.</summary>
/// <remarks>Seven bytes at least in every spelling: sealed columns are as random, and megabytes of them hold four given bytes once in some hundred runs.</remarks>
internal static class Marks
{
    /// <summary>Names and whatever people write.</summary>
    public const string Text = "印记不露";

    /// <summary>Of a citizen's number: division and day of birth.</summary>
    public const string IdNumber = "99000119881107";

    /// <summary>Of a mobile number.</summary>
    public const string Mobile = "1007712";

    /// <summary>Names of members that nobody knows, and case numbers that are none: who sends them, and operators, are shown them as they came, and nobody else.</summary>
    public const string Member = "附记不露";

    private static readonly IReadOnlyList<string> All = [Text, IdNumber, Mobile, Member];

    // GB18030 is what departments write in, UTF-16 what .NET keeps text in; the others are how JSON and addresses spell it.
    internal static readonly IReadOnlyList<(string Mark, byte[] Form)> Forms = [.. All.SelectMany(FormsOf).DistinctBy(one => Convert.ToHexString(one.Form))];

    /// <summary>A citizen's number with its check digit.</summary>
    public static string IdNumberOf(int number)
    {
        var body = IdNumber + number.ToString("D3", CultureInfo.InvariantCulture);
        var sum = body.Select((digit, i) => (digit - '0') * (1 << (17 - i)) % 11).Sum();
        return body + "10X98765432"[sum % 11];
    }

    public static string MobileOf(int number) => Mobile + number.ToString("D4", CultureInfo.InvariantCulture);

    /// <summary>The marks that these bytes hold, in whatever spelling, with what stands around the first of each.</summary>
    public static IEnumerable<string> In(ReadOnlyMemory<byte> bytes) =>
        Forms.Select(one => (one.Mark, At: bytes.Span.IndexOf(one.Form))).Where(one => one.At >= 0).DistinctBy(one => one.Mark).Select(one => $"{one.Mark} in …{Around(bytes.Span, one.At)}…");

    public static IEnumerable<string> In(string text) => In(Encoding.UTF8.GetBytes(text));

    private static string Around(ReadOnlySpan<byte> bytes, int at) => Encoding.UTF8.GetString(bytes[Math.Max(0, at - 60)..Math.Min(bytes.Length, at + 60)]);

    private static IEnumerable<(string Mark, byte[] Form)> FormsOf(string mark) =>
        new[]
        {
            Encoding.UTF8.GetBytes(mark), Encoding.Unicode.GetBytes(mark), Encoding.BigEndianUnicode.GetBytes(mark), Encoding.GetEncoding("gb18030").GetBytes(mark),
            Encoding.ASCII.GetBytes(JsonEncodedText.Encode(mark).ToString()), Encoding.ASCII.GetBytes(JsonEncodedText.Encode(mark).ToString().ToLowerInvariant()),
            Encoding.ASCII.GetBytes(Uri.EscapeDataString(mark)), Encoding.ASCII.GetBytes(Uri.EscapeDataString(mark).ToLowerInvariant()),
        }.Select(form => (mark, form));
}
