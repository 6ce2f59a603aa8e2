namespace ServiceHall.Adapters.Platforms;

/// <summary>What a platform is to be told about one record: rows, or why there are none. A pure function of case, record and profile.</summary>
public abstract record RowPlan
{
    /// <summary>Rows. They are worked out when they are asked for: judging only needs to know that there will be some.</summary>
    public sealed record Rows : RowPlan
    {
        private readonly Lazy<IReadOnlyList<PlannedRow>> _ordered;

        /// <summary>Rows that <paramref name="ordered"/> works out.</summary>
        public Rows(Func<IEnumerable<PlannedRow>> ordered) => _ordered = new(() => [.. ordered()], isThreadSafe: false);

        /// <summary>The rows, in the order in which they are sent.</summary>
        public IReadOnlyList<PlannedRow> Ordered => _ordered.Value;

        /// <summary>Records of other subjects that the platform must hold before these rows.</summary>
        public IReadOnlyList<Prerequisite> After { get; init; } = [];
    }

    /// <summary>不报送: this platform has no place for it.</summary>
    public sealed record NotForThisPlatform(string Reason) : RowPlan;

    /// <summary>随他件报送: its content travels with the rows of another record of the case.</summary>
    public sealed record Carried(Guid By) : RowPlan;

    /// <summary>Its content will travel with a later event; nothing behind it waits for it.</summary>
    public sealed record Awaits(string Why) : RowPlan;
}

/// <summary>A record that goes before another to the same platform, in whatever lane: a matter before its cases, a service record before its rating.</summary>
public sealed record Prerequisite(string Department, string Key);

/// <summary>One row of a platform's table, without the columns that only the sending knows. May hold personal data: printing one reveals nothing.</summary>
/// <param name="Table">The platform's table.</param>
/// <param name="RowGuid">Computed from department, key, table and position; never changes.</param>
/// <param name="Columns">Column and value in the table's order; null columns are left out.</param>
public sealed record PlannedRow(string Table, string RowGuid, IReadOnlyList<KeyValuePair<string, object>> Columns)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Table} {RowGuid}";
}
