using Grpc.Core;
using ServiceHall.Tests.Hall;
using ServiceHall.Tests.Rpc;

namespace ServiceHall.Rpc.Tests.Faces;

/// <summary>What goes wrong is told with REST's own stable codes.</summary>
public sealed class ErrorTests : IAsyncLifetime
{
    private TestHall _hall = null!;
    private SignedRpc? _mz;

    public async Task InitializeAsync() => _hall = await TestHall.StartAsync();

    public async Task DisposeAsync()
    {
        _mz?.Dispose();
        await _hall.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_is_let_in_without_a_signature()
    {
        var fault = await FaultOfAsync(new V1.Status.StatusClient(Mz.Channel).GetCaseAsync(new V1.GetCaseRequest { No = "1" }).ResponseAsync);

        Assert.Equal((StatusCode.Unauthenticated, "caller.not-signed"), (fault.StatusCode, SignedRpc.CodeOf(fault)));
    }

    [Fact]
    public async Task A_wrong_secret_and_an_unknown_key_are_told_alike()
    {
        using var wrong = new SignedRpc(_hall.RpcUrl, "mz", "another-secret-than-that");
        using var unknown = new SignedRpc(_hall.RpcUrl, "nobody", TestHall.Secret);

        var (one, other) = (await FaultOfAsync(GetAsync(wrong, "1")), await FaultOfAsync(GetAsync(unknown, "1")));

        Assert.Equal((StatusCode.Unauthenticated, "caller.signature-wrong"), (one.StatusCode, SignedRpc.CodeOf(one)));
        Assert.Equal((one.StatusCode, one.Status.Detail, SignedRpc.DetailsOf(one)), (other.StatusCode, other.Status.Detail, SignedRpc.DetailsOf(other)));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var fault = await FaultOfAsync(GetAsync(Mz, "没有"));

        Assert.Equal((StatusCode.NotFound, "caller.no-such-case", "没有这个办件"), (fault.StatusCode, SignedRpc.CodeOf(fault), fault.Status.Detail));
    }

    [Fact]
    public async Task Another_departments_case_is_not_there()
    {
        await _hall.Client().PushAsync(Samples.Accepted("甲"));
        using var other = new SignedRpc(_hall.RpcUrl, "rs", TestHall.Secret);

        Assert.Equal("caller.no-such-case", SignedRpc.CodeOf(await FaultOfAsync(GetAsync(other, "甲"))));
    }

    [Fact]
    public async Task An_ambiguous_number_names_the_issuers()
    {
        await _hall.Client("mz").PushAsync(Samples.Accepted("甲"));
        await _hall.Client("rs").PushAsync(Samples.Accepted("甲"));
        using var window = new SignedRpc(_hall.RpcUrl, "window", TestHall.Secret);

        var fault = await FaultOfAsync(GetAsync(window, "甲"));

        Assert.Equal((StatusCode.FailedPrecondition, "caller.number-ambiguous"), (fault.StatusCode, SignedRpc.CodeOf(fault)));
        Assert.Equal("mz,rs", SignedRpc.DetailsOf(fault).Details[0].Unpack<Google.Rpc.ErrorInfo>().Metadata["issuers"]);
        Assert.Equal("rs", (await window.Status.GetCaseAsync(new V1.GetCaseRequest { No = "甲", Issuer = "rs" })).Department);
    }

    [Fact]
    public async Task A_reader_pushes_nothing()
    {
        using var province = new SignedRpc(_hall.RpcUrl, "province", TestHall.Secret);

        var fault = await FaultOfAsync(province.Intake.PushAsync(new V1.PushRequest { Records = { Messages.RecordOf(Samples.Accepted("甲")) } }).ResponseAsync);

        Assert.Equal((StatusCode.PermissionDenied, "caller.not-yours"), (fault.StatusCode, SignedRpc.CodeOf(fault)));
    }

    [Theory]
    [InlineData(0, StatusCode.InvalidArgument, "caller.body-malformed")]
    [InlineData(1001, StatusCode.ResourceExhausted, "caller.too-many-records")]
    public async Task A_push_has_so_many_records(int count, StatusCode status, string code)
    {
        var request = new V1.PushRequest { Records = { Enumerable.Range(0, count).Select(_ => new V1.Record()) } };

        var fault = await FaultOfAsync(Mz.Intake.PushAsync(request).ResponseAsync);

        Assert.Equal((status, code), (fault.StatusCode, SignedRpc.CodeOf(fault)));
        Assert.Equal("records", SignedRpc.DetailsOf(fault).Details.Select(one => one.TryUnpack(out Google.Rpc.BadRequest bad) ? bad.FieldViolations[0].Field : null).Last());
    }

    [Fact]
    public async Task What_is_larger_than_REST_takes_is_too_large()
    {
        var record = Messages.RecordOf(Samples.Accepted("甲"));
        record.CaseAccepted.Title = new string('长', 3 * 1024 * 1024);

        var fault = await FaultOfAsync(Mz.Intake.PushAsync(new V1.PushRequest { Records = { record } }).ResponseAsync);

        Assert.Equal((StatusCode.ResourceExhausted, "caller.body-too-large"), (fault.StatusCode, SignedRpc.CodeOf(fault)));
    }

    [Fact]
    public async Task To_REST_its_methods_are_no_paths()
    {
        var answer = await _hall.Client().PostAsync("/servicehall.v1.Intake/Push", "{}");

        Assert.Equal((404, "caller.no-such-path"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("/servicehall.v1.Intake/Nothing")]
    [InlineData("/servicehall.v1.Nothing/Push")]
    public async Task An_unknown_method_is_unimplemented(string name)
    {
        var parts = name.Split('/');
        var method = new Method<V1.GetCaseRequest, V1.Case>(MethodType.Unary, parts[1], parts[2], Marshallers.Create(_ => Array.Empty<byte>(), _ => new V1.GetCaseRequest()), Marshallers.Create(_ => Array.Empty<byte>(), _ => new V1.Case()));

        var unsigned = await FaultOfAsync(Mz.Channel.CreateCallInvoker().AsyncUnaryCall(method, host: null, new CallOptions(), new V1.GetCaseRequest()).ResponseAsync);
        var signed = await FaultOfAsync(Mz.Invoker.AsyncUnaryCall(method, host: null, new CallOptions(), new V1.GetCaseRequest()).ResponseAsync);

        Assert.Equal((StatusCode.Unauthenticated, "caller.not-signed"), (unsigned.StatusCode, SignedRpc.CodeOf(unsigned)));
        Assert.Equal((StatusCode.Unimplemented, "caller.no-such-path"), (signed.StatusCode, SignedRpc.CodeOf(signed)));
    }

    [Fact]
    public async Task A_message_that_is_none_is_the_callers_fault()
    {
        var method = new Method<byte[], V1.PushResponse>(MethodType.Unary, "servicehall.v1.Intake", "Push", Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes), Marshallers.Create(_ => Array.Empty<byte>(), _ => new V1.PushResponse()));

        var fault = await FaultOfAsync(Mz.Invoker.AsyncUnaryCall(method, host: null, new CallOptions(), new byte[] { 0x0A, 0xFF, 0xFF, 0xFF }).ResponseAsync);

        Assert.Equal((StatusCode.InvalidArgument, "caller.body-malformed"), (fault.StatusCode, SignedRpc.CodeOf(fault)));
    }

    [Fact]
    public async Task A_record_that_says_a_member_twice_is_no_strict_record()
    {
        var record = Messages.RecordOf(Samples.Accepted("甲"));
        record.Extra = new() { Fields = { ["caseNo"] = Google.Protobuf.WellKnownTypes.Value.ForString("乙") } };

        var fault = await FaultOfAsync(Mz.Intake.PushAsync(new V1.PushRequest { Records = { record } }).ResponseAsync);

        Assert.Equal((StatusCode.InvalidArgument, "caller.body-malformed"), (fault.StatusCode, SignedRpc.CodeOf(fault)));
    }

    private SignedRpc Mz => _mz ??= new SignedRpc(_hall.RpcUrl, "mz", TestHall.Secret);

    private static Task<V1.Case> GetAsync(SignedRpc rpc, string no) => rpc.Status.GetCaseAsync(new V1.GetCaseRequest { No = no }).ResponseAsync;

    private static Task<RpcException> FaultOfAsync(Task call) => Assert.ThrowsAsync<RpcException>(() => call);
}
