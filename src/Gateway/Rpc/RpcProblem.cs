using System.Collections.Frozen;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using RpcStatus = Grpc.Core.Status;

namespace ServiceHall.Gateway.Rpc;

/// <summary>
/// A problem as gRPC tells it: its status, its detail in words, and a <c>google.rpc.Status</c> in <see cref="DetailsKey"/> with the same stable code as over REST
/// (<c>ErrorInfo.reason</c>), when to come back (<c>RetryInfo</c>) and which fields are meant (<c>BadRequest</c>).
/// </summary>
internal static class RpcProblem
{
    /// <summary>The metadata that holds the details.</summary>
    public const string DetailsKey = "grpc-status-details-bin";

    private const string Domain = "servicehall";

    private static readonly FrozenDictionary<string, StatusCode> Codes = ProblemCodes.All.Select(problem => problem.Grpc).Distinct(StringComparer.Ordinal)
        .ToFrozenDictionary(word => word, word => System.Enum.Parse<StatusCode>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true), StringComparer.Ordinal);

    /// <summary>What ends a call with this problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="detail">In Chinese; null: as the problem says it.</param>
    /// <param name="field">The field of the request that is meant, if one is.</param>
    /// <param name="more">What else REST would say, by its name there.</param>
    public static RpcException Of(ProblemCode problem, string? detail = null, string? field = null, (string Name, string Value)? more = null) =>
        new(new RpcStatus(CodeOf(problem), detail ?? problem.Detail), new Metadata { { DetailsKey, Details(problem, detail, field, more).ToByteArray() } });

    /// <summary>Likewise, with what was found wrong: a field each, where one is meant, and the rule.</summary>
    public static RpcException Of(ProblemCode problem, IEnumerable<StoredFinding> errors)
    {
        var details = Details(problem);
        var fields = new BadRequest { FieldViolations = { errors.Select(error => new BadRequest.Types.FieldViolation { Field = error.Field ?? "", Description = error.Message, Reason = error.Rule }) } };
        if (fields.FieldViolations.Count > 0)
        {
            details.Details.Add(Any.Pack(fields));
        }

        return new RpcException(new RpcStatus(CodeOf(problem), problem.Detail), new Metadata { { DetailsKey, details.ToByteArray() } });
    }

    /// <summary>The problem that the server means by a status of its own, before anything of ours was asked; null where it says enough.</summary>
    public static ProblemCode? Meant(StatusCode status) => status switch
    {
        StatusCode.Unknown or StatusCode.Internal => ProblemCodes.BodyMalformed,
        StatusCode.ResourceExhausted => ProblemCodes.BodyTooLarge,
        _ => null,
    };

    /// <summary>The same with its code, where the server raised it without one.</summary>
    public static RpcException Coded(RpcException fault) => fault.Trailers.Get(DetailsKey) is null && Meant(fault.StatusCode) is { } problem ? Of(problem) : fault;

    /// <summary>Whether a status says that something is wrong here, and not with the call; OpenTelemetry's conventions mark the server's span by the same ones.</summary>
    public static bool IsFault(StatusCode status) => status is StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Unimplemented or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DataLoss;

    /// <summary>The status of a problem.</summary>
    public static StatusCode CodeOf(ProblemCode problem) => Codes[problem.Grpc];

    /// <summary>The details of a problem.</summary>
    public static Google.Rpc.Status Details(ProblemCode problem, string? detail = null, string? field = null, (string Name, string Value)? more = null)
    {
        var info = new ErrorInfo { Reason = problem.Code, Domain = Domain };
        if (more is var (name, value))
        {
            info.Metadata.Add(name, value);
        }

        var status = new Google.Rpc.Status { Code = (int)CodeOf(problem), Message = detail ?? problem.Detail, Details = { Any.Pack(info) } };
        if (problem.Status is StatusCodes.Status503ServiceUnavailable)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) }));
        }

        if (field is not null)
        {
            status.Details.Add(Any.Pack(new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = field, Description = status.Message } } }));
        }

        return status;
    }
}
