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
            var look = "";
            try
            {
                look = DepartmentFolders.Look(paths.Departments);
                var departments = DepartmentFolders.Load(paths.Departments);
                return DepartmentFolders.Look(paths.Departments) == look
                    ? await TakeAsync(departments, look, cancellationToken)
                    : Refuse(look, isWhole: false, ["the files changed while they were read"]);
            }
            catch (MappingException fault)
            {
                return Refuse(look, isWhole: true, fault.Mistakes);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return Refuse(look, isWhole: false, [fault.Message]);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<Reloaded> TakeAsync(DepartmentFolders departments, string look, CancellationToken cancellationToken)
    {
        var before = hall.Current;
        var parts = before.Parts with { Departments = departments };
        if (!departments.Names.Any() && before.Departments.Names.Any())
        {
            // An unmounted drive looks just like this.
            return Refuse(look, isWhole: true, [$"no mapping is left in {paths.Departments}; to go on without any, restart"]);
        }

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
    private Reloaded Refuse(string look, bool isWhole, IReadOnlyList<string> mistakes)
    {
        Settled = isWhole ? look : Settled;
        var tell = $"{look}\0{string.Join('\n', mistakes)}";
        if (tell != _told)
        {
            _told = tell;
            mistakes.ToList().ForEach(mistake => IntakeLog.NotTaken(log, mistake));
        }

        return new Reloaded(hall.Current, Changed: false, mistakes);
    }
}
