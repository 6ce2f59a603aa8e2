using System.Collections.Frozen;

namespace ServiceHall.Model.Matters;

/// <summary>The matters this hall knows, by every code they go by.</summary>
public sealed class MatterCatalogue
{
    private const int ItemLength = 33;
    private const int CodeLength = 31;
    private readonly FrozenDictionary<string, Matter[]> _byCode;

    /// <summary>A catalogue of these matters; several versions of one may be among them.</summary>
    public MatterCatalogue(IEnumerable<Matter> matters, string version)
    {
        Version = version;
        All = [.. matters];
        _byCode = All
            .SelectMany(matter => Codes(matter).Select(code => (code, matter)))
            .GroupBy(pair => pair.code, pair => pair.matter, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(matter => matter.Version).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>All of them, as loaded.</summary>
    public IReadOnlyList<Matter> All { get; }

    /// <summary>Which catalogue this is; part of the configuration every record names.</summary>
    public string Version { get; }

    /// <summary>
    /// The highest version in force on that day of the matter with this code: 31 characters, the 33 of one of its handling items (业务办理项),
    /// or its local code.
    /// </summary>
    public Matter? Find(string code, DateOnly day)
    {
        if (!_byCode.TryGetValue(code, out var versions) && (code.Length != ItemLength || !_byCode.TryGetValue(code[..CodeLength], out versions)))
        {
            return null;
        }

        return Array.Find(versions, matter => matter.IsValidOn(day));
    }

    private static IEnumerable<string> Codes(Matter matter) =>
        matter.LocalCode is { } local && local != matter.Code ? [matter.Code, local] : [matter.Code];
}
