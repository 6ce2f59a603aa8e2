using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Google.Protobuf;
using ServiceHall.Bench.Rows;
using ServiceHall.Tests.Rpc;

namespace ServiceHall.Bench.Load;

/// <summary>The gRPC calls of one connection's callers, made and signed beforehand.</summary>
internal static class RpcCalls
{
    public static IReadOnlyList<IReadOnlyList<(byte[] Headers, byte[] Messages)>> Of(LoadJob job, Uri url, IEnumerable<CountyRecords> callers)
    {
        var table = new HeaderTable();
        return [.. callers.Select(records => Of(job, records, method => table.Block(SignedCall.Rpc(url, job.Department, method))))];
    }

    private static List<(byte[] Headers, byte[] Messages)> Of(LoadJob job, CountyRecords records, Func<string, byte[]> headers)
    {
        if (job.Streamed)
        {
            return [(headers("/servicehall.v1.Intake/PushStream"), [.. Enumerable.Range(0, job.Batch).SelectMany(_ => Framed(Next(records)))])];
        }

        return [.. Enumerable.Range(0, job.Pushes / job.Callers).Select(call => job.Cases > 0
            ? (headers("/servicehall.v1.Status/GetCase"), Framed(new V1.GetCaseRequest { No = records.CaseNo(call % job.Cases) }))
            : (headers("/servicehall.v1.Intake/Push"), Framed(new V1.PushRequest { Records = { Enumerable.Range(0, job.Batch).Select(_ => Next(records)) } })))];
    }

    private static V1.Record Next(CountyRecords records) => Messages.RecordOf(JsonNode.Parse(records.Next())!.AsObject());

    private static byte[] Framed(IMessage message)
    {
        var payload = message.ToByteArray();
        var framed = new byte[5 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), payload.Length);
        payload.CopyTo(framed.AsSpan(5));
        return framed;
    }
}
