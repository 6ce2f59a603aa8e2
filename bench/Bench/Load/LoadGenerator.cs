using System.Diagnostics;
using System.Text.Json;
using ServiceHall.Bench.Rows;

namespace ServiceHall.Bench.Load;

/// <summary>
/// The load generator: a child process, so that its processor time and memory are not the gateway's. It reads a job a line, makes and signs all
/// pushes, says <c>ready</c>, waits for <c>go</c>, sends, and answers with the result.
/// </summary>
internal static class LoadGenerator
{
    public static async Task ServeAsync()
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var job = JsonSerializer.Deserialize<LoadJob>(line)!;
            var connections = Enumerable.Range(0, job.Connections).Select(number => Prepare(job, number)).ToList();
            foreach (var connection in connections)
            {
                await connection.OpenAsync();
            }

            GC.Collect();
            await Console.Out.WriteLineAsync("ready");
            await Console.In.ReadLineAsync();
            var result = await SendAsync(connections);
            connections.ForEach(connection => connection.Dispose());
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(result));
        }
    }

    private static IConnection Prepare(LoadJob job, int number)
    {
        var url = job.Of(number);
        if (job.Rpc)
        {
            return new RpcConnection(url, RpcCalls.Of(job, url, Enumerable.Range(number * job.CallersOfEach, job.CallersOfEach).Select(caller => RecordsOf(job, caller))), job.CheckVerdicts ? job.Batch : 0);
        }

        var records = RecordsOf(job, number);
        if (job.Streamed)
        {
            var lines = records.Lines(job.Batch);
            return new UploadConnection(url, SignedCall.Upload(url, job.Department, lines.Length), lines, job.CheckVerdicts ? job.Batch : 0);
        }

        var calls = Enumerable.Range(0, job.Pushes / job.Connections).Select(call => job.Cases > 0
            ? SignedCall.Get(url, job.Department, $"/v1/cases?no={records.CaseNo(call % job.Cases)}")
            : SignedCall.Push(url, job.Department, records.Push(job.Batch))).ToList();
        return new Connection(url, calls, job.CheckVerdicts ? job.Batch : 0, job.Rate == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(job.Batch * job.Connections / job.Rate));
    }

    private static CountyRecords RecordsOf(LoadJob job, int caller) => new($"{job.Prefix}{caller:D4}", job.Materials, job.Department, job.Mark, job.OpenCases);

    private static async Task<LoadResult> SendAsync(List<IConnection> connections)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var from = Stopwatch.GetTimestamp();
        await Task.WhenAll(connections.Select(connection => Task.Run(connection.SendAllAsync)));
        var seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
        process.Refresh();
        var latencies = connections.SelectMany(connection => connection.Latencies).Order().ToArray();
        return new LoadResult(
            seconds, (process.TotalProcessorTime - before).TotalSeconds, latencies[latencies.Length / 2], latencies[latencies.Length * 99 / 100],
            connections.Select(connection => connection.Fault).FirstOrDefault(fault => fault is not null));
    }
}
