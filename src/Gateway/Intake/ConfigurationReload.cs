using ServiceHall.Adapters.Departments;
using ServiceHall.Adapters.Departments.Mapping;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Intake;

/// <summary>What came of a reload.</summary>
/// <param name="Current">What is in force now.</param>
/// <param name="Changed">Whether it was not before.</param>
/// <param name="Mistakes">Why what lies in the folders was not taken; none where it was, or is in force already.</param>
internal sealed record Reloaded(Configuration Current, bool Changed, IReadOnlyList<string> Mistakes);

/// <summary>Takes the departments' folders into force as they lie there: whole or not at all, and not before their row is durable.</summary>
internal sealed class ConfigurationReload(Hall hall, StoreWriter writer, Paths paths, TimeProvider machine, ILogger<ConfigurationReload> log) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private string? _told;

    /// <summary>The look of the folders when they were last read to the end, whether they were taken or not; null before that.</summary>
    public string? Settled { get; private set; }

    /// <summary>Reads the folders; one at a time.</summary>
    public async Task<Reloaded> ReloadAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var read = Read();
            return read.Departments is null ? Refuse(read) : await TakeAsync(read.Departments, read.Look, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private ReadFolders Read()
    {
        var look = "";
        try
        {
            look = DepartmentFolders.Look(paths.Departments);
            var departments = DepartmentFolders.Load(paths.Departments);
            if (DepartmentFolders.Look(paths.Departments) != look)
            {
                return new ReadFolders(look, null, ["the files changed while they were read"], IsWhole: false);
            }

            // An unmounted drive looks just like this.
            return departments.Names.Any() || !hall.Current.Departments.Names.Any()
                ? new ReadFolders(look, departments, [], IsWhole: true)
                : new ReadFolders(look, null, [$"no mapping is left in {paths.Departments}; to go on without any, restart"], IsWhole: true);
        }
        catch (MappingException fault)
        {
            return new ReadFolders(look, null, fault.Mistakes, IsWhole: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new ReadFolders(look, null, [fault.Message], IsWhole: false);
        }
    }

    private async Task<Reloaded> TakeAsync(DepartmentFolders departments, string look, CancellationToken cancellationToken)
    {
        var before = hall.Current;
        var parts = before.Parts with { Departments = departments };
        if (parts.Fingerprint == before.Parts.Fingerprint)
        {
            Settle(look);
            return new Reloaded(before, Changed: false, []);
        }

        var now = machine.GetUtcNow();
        var row = new ConfigurationRow(parts.Fingerprint, now);
        writer.Enqueue(row);
        var next = new Configuration(parts, await row.Done.WaitAsync(cancellationToken), now);
        hall.PutInForce(next);
        Settle(look);
        IntakeLog.InForce(log, next.Id, parts.Fingerprint);
        return new Reloaded(next, Changed: true, []);
    }

    private void Settle(string look) => (Settled, _told) = (look, null);

    // What could not be read to the end is looked at again. Told once, however often it is looked at.
    private Reloaded Refuse(ReadFolders read)
    {
        Settled = read.IsWhole ? read.Look : Settled;
        var tell = $"{read.Look}\0{string.Join('\n', read.Mistakes)}";
        if (tell != _told)
        {
            _told = tell;
            read.Mistakes.ToList().ForEach(mistake => IntakeLog.NotTaken(log, mistake));
        }

        return new Reloaded(hall.Current, Changed: false, read.Mistakes);
    }

    /// <summary>The folders as they were read: all of them, or why not.</summary>
    private sealed record ReadFolders(string Look, DepartmentFolders? Departments, IReadOnlyList<string> Mistakes, bool IsWhole);
}
