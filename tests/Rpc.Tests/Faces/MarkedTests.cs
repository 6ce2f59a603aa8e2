using Grpc.Core;
using ServiceHall.Tests.Hall;
using ServiceHall.Tests.Rpc;

namespace ServiceHall.Rpc.Tests.Faces;

/// <summary>Marked names and numbers go every way over gRPC, well and badly: they stand in no log line, and in no status.</summary>
public sealed class MarkedTests
{
    private const string Mark = "标记某某";
    private const string Number = "990001197001010014";

    [Fact]
    public async Task Nothing_personal_is_told()
    {
        await using var hall = await TestHall.StartAsync();
        using var rpc = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);
        var good = Marked("甲");
        var broken = Marked("乙");
        broken.CaseAccepted.Applicant.IdNumber = Number[..^1] + "5";
        var twice = Marked("丙");
        twice.Extra = new() { Fields = { ["caseNo"] = Google.Protobuf.WellKnownTypes.Value.ForString(Mark) } };

        var results = (await rpc.Intake.PushAsync(new V1.PushRequest { Records = { good, broken } })).Results;
        var refused = await Assert.ThrowsAsync<RpcException>(() => rpc.Intake.PushAsync(new V1.PushRequest { Records = { twice } }).ResponseAsync);
        var unknown = await Assert.ThrowsAsync<RpcException>(() => rpc.Status.GetCaseAsync(new V1.GetCaseRequest { No = Mark }).ResponseAsync);
        var shown = await rpc.Status.GetCaseAsync(new V1.GetCaseRequest { No = "甲" });
        var record = await rpc.Status.GetRecordAsync(new V1.GetRecordRequest { RecordId = results[0].RecordId });

        Assert.Equal(["accepted", "rejected"], results.Select(one => one.Verdict));
        string[] told = [.. hall.Log.Lines, results.ToString(), Said(refused), Said(unknown), shown.ToString(), record.ToString()];
        Assert.All(told, line =>
        {
            Assert.DoesNotContain(Mark, line, StringComparison.Ordinal);
            Assert.DoesNotContain(Number[..^1], line, StringComparison.Ordinal);
        });
    }

    private static V1.Record Marked(string caseNo)
    {
        var record = Messages.RecordOf(Samples.Accepted(caseNo));
        record.CaseAccepted.Applicant.Name = Mark;
        record.CaseAccepted.Applicant.Address = $"示例县{Mark}路";
        record.CaseAccepted.AcceptedBy = Mark;
        return record;
    }

    private static string Said(RpcException fault) => $"{fault.Status} {SignedRpc.DetailsOf(fault)} {string.Join(' ', fault.Trailers.Where(entry => !entry.IsBinary))}";
}
