using System.Text.Json.Nodes;

namespace ServiceHall.MockPlatforms.CrossRegion;

/// <summary>A 业务申请包 as it was sent, and what the platform itself needs of it. Printing one reveals nothing of its content.</summary>
internal sealed record Package(string RequestNo, string From, long Sequence, IReadOnlyList<string> To, string Kind, IReadOnlyList<NamedFile> Files, JsonObject Body)
{
    /// <inheritdoc/>
    public override string ToString() => $"{RequestNo} {From} {Sequence}";
}

/// <summary>A file that a package names.</summary>
internal sealed record NamedFile(string Digest, long Size);
