using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Status;

/// <summary>What a reader over REST sees of personal data (contract section 4). Firms' names and codes are not masked.</summary>
internal static class Mask
{
    private const int LongestCode = 20;
    private const int DigitsOfNumber = 7;

    // 小区, 社区, 园区, 校区, 厂区, 院区 are places within a division, 自治区 is above it.
    private const string NoDivision = "小社园校厂院治";

    /// <summary>A person's name: the first character, and one <c>*</c> for the rest.</summary>
    public static string? Name(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return name;
        }

        var first = name.Length > 1 && char.IsSurrogatePair(name[0], name[1]) ? 2 : 1;
        return name.Length == first ? name : name[..first] + "*";
    }

    /// <summary>A number: three in front and four behind; one too short for that is hidden whole.</summary>
    public static string? Number(string? number) => number switch
    {
        null or "" => number,
        { Length: > 7 } => string.Concat(number.AsSpan(0, 3), new string('*', number.Length - 7), number.AsSpan(number.Length - 4)),
        _ => new string('*', number.Length),
    };

    /// <summary>What stands where a code should. A code is short and nobody's number: what is long or has seven digits in a row is masked.</summary>
    public static string? Code(string? code) => code is not null && (code.Length > LongestCode || HasNumber(code)) ? Number(code) : code;

    /// <summary>An address: up to its division (the first 县, 区 or 旗, else 市, 州 or 省), the rest as one <c>*</c>.</summary>
    public static string? Address(string? address)
    {
        if (string.IsNullOrEmpty(address))
        {
            return address;
        }

        var county = Enumerable.Range(1, address.Length - 1).FirstOrDefault(at => address[at] is '县' or '区' or '旗' && !NoDivision.Contains(address[at - 1], StringComparison.Ordinal));
        var end = county > 0 ? county : address.IndexOfAny(['市', '州', '省']);
        return end < 0 ? "*" : address[..(end + 1)] + "*";
    }

    private static bool HasNumber(string text)
    {
        var digits = 0;
        return text.Any(one => (digits = char.IsDigit(one) ? digits + 1 : 0) == DigitsOfNumber);
    }

    /// <summary>Whether this applicant's name and number are a firm's, which are public.</summary>
    public static bool IsFirm(string? applicantType, string? idType) =>
        applicantType is "enterprise" or "institution" or "socialOrganisation" or "agency" && idType is null or "uscc" or "orgCode";

    /// <summary>A case's applicant.</summary>
    public static (string? Name, string? IdNumber) Of(Applicant? applicant) => applicant switch
    {
        null => (null, null),
        _ when IsFirm(applicant.Type, applicant.IdType) => (applicant.Name, applicant.IdNumber),
        _ => (Name(applicant.Name), Number(applicant.IdNumber)),
    };
}
