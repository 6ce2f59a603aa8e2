using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Status;

/// <summary>What a reader over REST sees of personal data (contract section 4). Firms' names and codes are not masked.</summary>
internal static class Mask
{
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

    /// <summary>An address: up to its division (县, 区, 市, 旗 …), the rest as one <c>*</c>.</summary>
    public static string? Address(string? address)
    {
        if (string.IsNullOrEmpty(address))
        {
            return address;
        }

        var end = address.LastIndexOfAny(['县', '区', '旗'], Math.Min(address.Length - 1, 20));
        end = end < 0 ? address.LastIndexOfAny(['市', '州', '省'], Math.Min(address.Length - 1, 20)) : end;
        return end < 0 ? "*" : address[..(end + 1)] + "*";
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
