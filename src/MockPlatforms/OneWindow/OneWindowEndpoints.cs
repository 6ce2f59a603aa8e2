using Microsoft.AspNetCore.Http.Features;
using ServiceHall.MockPlatforms.OneWindow.Books;
using ServiceHall.MockPlatforms.OneWindow.Faults;
using ServiceHall.MockPlatforms.OneWindow.Rows;

namespace ServiceHall.MockPlatforms.OneWindow;

/// <summary>The exchange as callers see it, and the four places in it where a fault may strike.</summary>
internal sealed class OneWindowEndpoints(Signature signature, Ledger ledger, FaultSet faults, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/exchange/v1/{table}", PushAsync);
        routes.MapGet("/exchange/v1/counts", http => ReadAsync(http, _ => Answer.OfCounts(ledger.Counts())));
        routes.MapGet("/exchange/v1/{table}/{rowGuid}", http => ReadAsync(http, FindRow));
    }

    private async Task PushAsync(HttpContext http)
    {
        var call = new Call(http, clock);
        if (!await MayEnterAsync(call))
        {
            return;
        }

        if (Tables.Find(call.TableName) is not { } table)
        {
            await Answer.RefuseAsync(http, StatusCodes.Status400BadRequest, "没有这个表");
            return;
        }

        using (var body = await Body.ReadAsync(http.Request.Body, http.RequestAborted))
        {
            (call.Batch, var mistake) = Batch.Read(table, body.Bytes);
            if (mistake is not null)
            {
                await Answer.RefuseAsync(http, StatusCodes.Status400BadRequest, mistake);
                return;
            }
        }

        if (await faults.StrikeAsync(Moment.BeforeTaking, call))
        {
            return;
        }

        call.Answer = Answer.OfBatch(ledger.Take(call.Batch!));
        await AnswerAsync(call);
    }

    private async Task ReadAsync(HttpContext http, Func<Call, ReadOnlyMemory<byte>?> read)
    {
        var call = new Call(http, clock);
        if (!await MayEnterAsync(call) || await faults.StrikeAsync(Moment.BeforeTaking, call))
        {
            return;
        }

        if (read(call) is not { } answer)
        {
            await Answer.RefuseAsync(http, StatusCodes.Status404NotFound, "没有这条记录");
            return;
        }

        call.Answer = answer;
        await AnswerAsync(call);
    }

    private async Task<bool> MayEnterAsync(Call call)
    {
        if (await faults.StrikeAsync(Moment.AtTheGate, call))
        {
            return false;
        }

        if (signature.Refuse(call.Http.Request.Headers, call.ClockShift) is not { } why)
        {
            return true;
        }

        await Answer.RefuseAsync(call.Http, StatusCodes.Status401Unauthorized, why);
        return false;
    }

    private async Task AnswerAsync(Call call)
    {
        if (!await faults.StrikeAsync(Moment.AfterTaking, call))
        {
            await Answer.SendAsync(call.Http.Response, StatusCodes.Status200OK, call.Answer, call.Http.RequestAborted);
        }
    }

    private ReadOnlyMemory<byte>? FindRow(Call call)
    {
        call.Row = Tables.Find(call.TableName) is { } table ? ledger.Find(table, RowGuidOf(call.Http)) : null;
        // A bare null would become empty memory by way of an array, and the row an empty answer.
        return call.Row is { } row ? Answer.OfRow(row) : default(ReadOnlyMemory<byte>?);
    }

    /// <summary>From the target as sent: a route value keeps %2F, so that a row_guid with a slash would never be found.</summary>
    private static string RowGuidOf(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?')[0];
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}
