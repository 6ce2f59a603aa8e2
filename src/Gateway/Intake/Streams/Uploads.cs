using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Intake.Streams;

/// <summary>Takes uploads, whichever way they come.</summary>
internal sealed class Uploads(
    RecordPreparer preparer, StoreWriter writer, Hall hall, Wakeups wakeups, GatewaySettings settings, TimeProvider machine, IHostApplicationLifetime host, RecordTraces traces, ILogger<Uploads> log)
{
    /// <summary>How long a caller may send nothing, or take nothing.</summary>
    public TimeSpan IdleLimit => settings.Intake.StreamIdleLimit;

    /// <summary>Takes all of one.</summary>
    /// <exception cref="OperationCanceledException">Nobody reads the answers: what is left of the connection is no use to anybody.</exception>
    public async Task TakeAsync(IUploadLines lines, IUploadAnswer answer, Caller caller, PushTrace? trace, CancellationToken gone)
    {
        using var ends = new UploadEnds(IdleLimit, machine, host.ApplicationStopping, gone);
        using var upload = new Upload(lines, Prepare, writer, wakeups, answer, traces, ends, log);
        await upload.RunAsync();

        // A long upload goes on under what came into force meanwhile; each of its batches is of one configuration.
        IntakeWork Prepare(UploadBatch batch) => new(batch.Prepare(preparer, caller, hall.Current), hall, preparer) { Trace = trace };
    }
}
