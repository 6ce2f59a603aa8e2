namespace ServiceHall.Model.CrossRegion;

/// <summary>How a matter is named, each more exactly than the one before.</summary>
public enum MatterNaming
{
    /// <summary>Every matter: what a home division says of all it takes.</summary>
    Any,

    /// <summary>事项名称.</summary>
    Name,

    /// <summary>基本编码, 12 characters: the matter wherever it is offered.</summary>
    CatalogCode,

    /// <summary>实施编码 or a local code: the matter of one authority.</summary>
    Code,
}

/// <summary>One line of the capability directory (通办能力目录): who takes requests for a matter in a home division, from where, in which mode, and how papers and results go.</summary>
public sealed record RouteRule
{
    /// <summary>Its name in the directory, told wherever it decides.</summary>
    public required string Id { get; init; }

    public required MatterNaming Naming { get; init; }

    /// <summary>The code or the name; empty for every matter.</summary>
    public required string Matter { get; init; }

    /// <summary>属地 and all that lies in it, 6 to 12 digits; empty is the whole country.</summary>
    public required string Home { get; init; }

    /// <summary>A word of <see cref="Codes.Words.CrossRegionMode"/>; null is any.</summary>
    public string? Mode { get; init; }

    /// <summary>收件地 and all that lies in it, 6 to 12 digits; empty is anywhere.</summary>
    public required string Receiving { get; init; }

    /// <summary>First day on which it holds; null is always.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Last day on which it holds; null is for ever.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Who accepts and decides: a department of the hall, or the name of another region's authority.</summary>
    public required string Authority { get; init; }

    /// <summary>The platform by which the request goes there; null where the authority is a department of the hall.</summary>
    public string? Platform { get; init; }

    /// <summary>How the papers go: words of <see cref="Codes.Words.TransferMethod"/>; none where nothing has to.</summary>
    public IReadOnlyList<string> Transfer { get; init; } = [];

    /// <summary>How the result may come back: words of <see cref="Codes.Words.TransferMethod"/>.</summary>
    public IReadOnlyList<string> Delivery { get; init; } = [];

    /// <summary>Working days in which the papers are to be handed on; null where none is agreed.</summary>
    public int? TransferDays { get; init; }

    /// <summary>The list or agreement it comes from.</summary>
    public string? Source { get; init; }
}
