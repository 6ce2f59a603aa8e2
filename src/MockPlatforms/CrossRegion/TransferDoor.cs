using System.Text;
using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.OneWindow;
using ServiceHall.MockPlatforms.OneWindow.Faults;
using ServiceHall.MockPlatforms.SampleCounty;

namespace ServiceHall.MockPlatforms.CrossRegion;

/// <summary>What every call of a county passes: the faults that are set, and its signature.</summary>
internal sealed class TransferDoor(ProvinceSettings settings, TimeProvider clock)
{
    private readonly Signature signature = new(code => settings.Counties.GetValueOrDefault(code), settings.ClockSkew, clock);

    /// <summary>Those of the one-window exchange that are about no rows.</summary>
    public FaultSet Faults { get; } = new(["away", "closed", "clockOff", "slow", "tooMany", "serverError", "cut", "truncated", "html"]);

    /// <summary>Goes on with the county's code where the call may enter.</summary>
    public RequestDelegate For(Func<Call, string, Task> inner) => async http =>
    {
        var call = new Call(http, clock);
        if (await Faults.StrikeAsync(Moment.AtTheGate, call))
        {
            return;
        }

        if (signature.Refuse(http.Request.Headers, call.ClockShift) is { } why)
        {
            await Answer.RefuseAsync(http, StatusCodes.Status401Unauthorized, why);
        }
        else if (!await Faults.StrikeAsync(Moment.BeforeTaking, call))
        {
            await inner(call, http.Request.Headers["x-tif-paasid"].ToString());
        }
    };

    public Task AnswerAsync(Call call, JsonObject answer, int status = StatusCodes.Status200OK) =>
        AnswerAsync(call, Encoding.UTF8.GetBytes(answer.ToJsonString(Members.Line)), "application/json; charset=utf-8", status);

    public async Task AnswerAsync(Call call, ReadOnlyMemory<byte> body, string type, int status)
    {
        call.Answer = body;
        var response = call.Http.Response;
        (response.StatusCode, response.ContentType, response.ContentLength) = (status, type, body.Length);
        if (!await Faults.StrikeAsync(Moment.AfterTaking, call))
        {
            await response.Body.WriteAsync(body, call.Http.RequestAborted);
        }
    }
}
