namespace ServiceHall.Gateway.Store;

/// <summary>How a gateway stands among others on one database.</summary>
/// <param name="Name">What it is called in the log and in the table of nodes; need not be unique.</param>
/// <param name="Lease">For how long it may go on without having raised its beat; others take over when they have seen it stand still for as long.</param>
internal sealed record NodeOptions(string Name, TimeSpan Lease)
{
    /// <summary>Where nothing is set: a call may take its ten seconds, and what a dead node had is another's within fifteen.</summary>
    public static readonly TimeSpan UsualLease = TimeSpan.FromSeconds(12);

    public static NodeOptions Usual { get; } = new(Environment.MachineName, UsualLease);
}
