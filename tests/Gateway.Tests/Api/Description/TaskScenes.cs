using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Api.Description;

/// <summary>What must have happened before an example of a task is called.</summary>
internal static class TaskScenes
{
    private const string Taken = "ack";

    // The examples that make a task what it must be.
    private static readonly Dictionary<string, string[]> Before = new(StringComparer.Ordinal)
    {
        ["takeTask/done"] = [], ["returnTask/done"] = [], ["askForSupplement/done"] = [Taken], ["acceptTask/done"] = [Taken], ["refuseTask/done"] = [Taken],
        ["decideTask/done"] = [Taken, "accept"], ["deliverTask/done"] = [Taken, "accept", "decide"], ["answerTask/done"] = [Taken], ["returnTask/refused"] = [Taken],
    };

    public static async Task<Stage> SetAsync(Example example)
    {
        var stage = await Stage.WithoutPlatformAsync();
        if (example.Operation.Id == "receiveTask")
        {
            stage.Client = "province";
            if (example.Name == "numberTaken")
            {
                await ReceiveAsync(stage, isIssue: false);
            }

            return stage;
        }

        stage.RecordId = await ReceiveAsync(stage, isIssue: example.Id == "answerTask/done");
        foreach (var act in Before.GetValueOrDefault(example.Id, example.Name == "refused" ? ["return"] : []))
        {
            var body = ApiDocument.Instance.Operations.Single(one => one.Path == $"/v1/tasks/{{no}}:{act}").Node["requestBody"]!["content"]!["application/json"]!["examples"]!["done"]!["value"]!;
            var done = await stage.Hall.Client().PostAsync($"/v1/tasks/{stage.RecordId}:{act}", body.ToJsonString());
            Assert.True(done.Status == 200, $"{act}: {done}");
        }

        return stage;
    }

    private static async Task<string> ReceiveAsync(Stage stage, bool isIssue)
    {
        var text = isIssue
            ? """{"platformNo":"GD2026061500001","occurredAt":"2026-06-15T09:00:00+08:00","department":"mz","data":{"title":"窗口排队时间长","content":"示例内容"}}"""
            : Example.Of(ApiDocument.Instance, "receiveTask/application").Body!.Value.Text;
        var answer = await stage.Hall.Client("province").PostAsync($"/v1/inbound/{(isIssue ? "issues" : "applications")}", text);
        Assert.True(answer.Status == 200, $"{answer}");
        return (string)answer.Json["taskNo"]!;
    }
}
