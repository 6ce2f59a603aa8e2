using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Store.Contract;

/// <summary>An empty store of either kind, opened as a gateway opens it, and rows for it.</summary>
public sealed class EmptyStore : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("store-");
    private readonly string? _schema;
    private long _config;

    private EmptyStore(string? schema)
    {
        _schema = schema;
        Address = schema is null ? StoreAddress.Sqlite(Path.Combine(_folder.FullName, "servicehall.db")) : StoreAddress.Postgres(PostgresCluster.Schema(schema));
        Database = Address.Open(mayForget: true);
        Session = Database.OpenWriter();
    }

    internal StoreAddress Address { get; }

    internal Database Database { get; private set; }

    internal StoreSession Session { get; private set; }

    public static EmptyStore OnSqlite() => new(schema: null);

    public static EmptyStore OnPostgres() => new($"store_{Guid.NewGuid():N}");

    /// <summary>Does something in a transaction of its own.</summary>
    internal void Write(params ReadOnlySpan<Action<StoreSession>> changes)
    {
        Session.Begin();
        foreach (var change in changes)
        {
            change(Session);
        }

        Session.Commit();
    }

    /// <summary>Closes it, and opens it again.</summary>
    public void Reopen()
    {
        Close();
        Database = Address.Open(mayForget: true);
        Session = Database.OpenWriter();
    }

    /// <summary>A record with something in every column, or in none that may be empty.</summary>
    internal RecordRow Record(Guid id, RecordState state = RecordState.Taken, string department = "mz", string? rule = null, bool isBare = false)
    {
        _config = _config == 0 ? Session.ConfigId("as the tests are configured", 1) : _config;
        return isBare
            ? new RecordRow(id, department, "case.accepted", 1, null, 2, 3, Verdict.Accepted, state, rule, _config, null, [], null)
            : new RecordRow(id, department, "case.step", 7, 11, 12, 13, Verdict.Rejected, state, rule ?? "field.required", _config, [0, 1, 255], [9, 0, 9], "民政 adapter");
    }

    internal static Guid Id(int number) => new(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    internal static KeyRow Key(string key, int version, Guid record, RecordState state = RecordState.Taken, string department = "mz") => new(department, key, version, record, state, [1, 2, 3]);

    internal static DeliveryRow Delivery(long subject, long position, DeliveryState state = DeliveryState.Pending, long? nextAt = null, string platform = "one-window", Guid? record = null) =>
        new(subject, platform, position, record ?? Id((int)((subject * 100) + position)), Slots.Of(subject), state, 0, nextAt, null, null, null);

    internal static CaseRow Case(long id, string department = "mz", byte document = 1) => new(id, department, null, "990001", 3, null, null, [document]);

    internal static JournalRow Entry(string what, string department = "mz", long at = 5) => new(at, what, department, null, null, null, null, null, null);

    public void Dispose()
    {
        Close();
        _folder.Delete(recursive: true);
        if (_schema is not null)
        {
            PostgresCluster.Drop(_schema);
        }
    }

    private void Close()
    {
        Session.Dispose();
        Database.Dispose();
    }
}
