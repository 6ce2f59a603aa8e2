namespace ServiceHall.MockPlatforms.OneWindow.Rows;

/// <summary>A row as it was sent, before the books are asked: either well formed, or with the first defect that was found.</summary>
internal sealed class Candidate
{
    /// <summary>As sent; empty where there is none.</summary>
    public required string RowGuid { get; init; }

    /// <summary>As sent; empty where there is none.</summary>
    public required string ProjectNo { get; init; }

    /// <summary>As sent; empty where there is none.</summary>
    public required string Operation { get; init; }

    /// <summary>Null where the row is not even well formed (E0203, E0204).</summary>
    public Row? Row { get; init; }

    public Defect? Defect { get; set; }

    /// <summary>True where it is refused even as an equal repeat of what is held.</summary>
    public bool MayNotRepeat { get; set; }

    /// <summary>True where its row_guid or its project_no is among these.</summary>
    public bool IsOneOf(IReadOnlyList<string> ids) => ids.Contains(RowGuid) || ids.Contains(ProjectNo);
}
