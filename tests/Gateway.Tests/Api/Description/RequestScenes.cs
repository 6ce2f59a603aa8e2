using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Api.Description;

/// <summary>What must have happened before an example of a request between regions is called.</summary>
internal static class RequestScenes
{
    private const string Received = "receiveRequest/received";

    public static async Task<Stage> SetAsync(Example example)
    {
        var stage = await Stage.WithPoliceAsync();
        stage.Client = example.Operation.Id is "receiveRequest" ? "province" : example.Operation.Id is "submitRequest" or "previewRoute" ? "mz" : "ga";
        if (example.Operation.Id is "getRequest" or "actOnRequest" || example.Name == "numberTaken")
        {
            var answer = await stage.Hall.Client("province").PostAsync("/v1/crossRegion/inbound", Example.Of(ApiDocument.Instance, Received).Body!.Value.Text);
            Assert.True(answer.Status == 200, $"{answer}");
        }

        return stage;
    }
}
