namespace ServiceHall.Bench.Load;

/// <summary>What the load generator is to send: so many pushes over so many connections, each of so many records.</summary>
/// <param name="CheckVerdicts">Every record must come back accepted; without it only the status is looked at.</param>
/// <param name="Materials">Whether acceptances name materials, which are rows of their own at a platform.</param>
/// <param name="Rate">Records a second over all connections; 0: each push as soon as the one before was answered.</param>
/// <param name="Department">The client that pushes, of the same name as its department.</param>
/// <param name="Mark">What every row of these records holds somewhere.</param>
/// <param name="Streamed">Each push is a streamed upload of so many lines.</param>
/// <param name="Cases">Not pushes but reads by number, of so many cases that each connection of a job before pushed; 0: pushes.</param>
/// <param name="Nodes">Gateways that share the connections; null: all go to the one.</param>
/// <param name="Rpc">Over gRPC; <c>Url</c> is where it is spoken.</param>
/// <param name="OpenCases">Of each connection: how many cases' events come in turns; 1: all of a case right behind one another.</param>
/// <param name="CallersOfEach">Who call on each connection at the same time; over gRPC only.</param>
/// <param name="Prefix">What the case numbers begin with, so that several jobs may follow one another at one gateway.</param>
internal sealed record LoadJob(Uri Url, int Connections, int Batch, int Pushes, bool CheckVerdicts, bool Materials = true, double Rate = 0, string Prefix = "", string Department = "mz", string Mark = "", bool Streamed = false, int Cases = 0, IReadOnlyList<Uri>? Nodes = null, bool Rpc = false, int CallersOfEach = 1, int OpenCases = 1)
{
    /// <summary>All who call, each one call after another.</summary>
    public int Callers => Connections * CallersOfEach;

    /// <summary>Where a connection goes.</summary>
    public Uri Of(int connection) => Nodes is null ? Url : Nodes[connection % Nodes.Count];
}

/// <summary>How it went, as the caller saw it.</summary>
/// <param name="Cpu">Processor seconds that the generator itself used.</param>
/// <param name="P50">Milliseconds from the first byte sent to the last byte read.</param>
internal sealed record LoadResult(double Seconds, double Cpu, double P50, double P99, string? Fault);
