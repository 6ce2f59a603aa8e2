using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;
using ServiceHall.V1;
using FirstRecord = ServiceHall.V1.FirstRecord;

namespace ServiceHall.Gateway.Rpc;

/// <summary>Verdicts as messages: the same members as over REST.</summary>
internal static class ResultMessages
{
    public static Result Of(RecordResult result)
    {
        var message = new Result { Verdict = result.Verdict.Word() };
        if (result.Line is { } line)
        {
            message.Line = line;
        }
        else if (result.Key is { } key)
        {
            message.Key = key;
        }

        if (result.RecordId is { } id)
        {
            message.RecordId = id.ToString();
        }

        if (result.GatewayCaseNo is { } number)
        {
            message.GatewayCaseNo = number;
        }

        if (result.WaitsFor is { } waitsFor)
        {
            message.WaitsFor = waitsFor;
        }

        if (result.First is { } first)
        {
            message.First = new FirstRecord { Verdict = first.Verdict.Word(), State = first.State.Word(), Errors = { first.Errors.Select(Of) } };
        }

        message.Errors.AddRange(result.Errors.Select(Of));
        message.Warnings.AddRange(result.Warnings.Select(Of));
        return message;
    }

    private static Finding Of(StoredFinding finding)
    {
        var message = new Finding { Rule = finding.Rule, Message = finding.Message };
        if (finding.Field is { } field)
        {
            message.Field = field;
        }

        return message;
    }
}
