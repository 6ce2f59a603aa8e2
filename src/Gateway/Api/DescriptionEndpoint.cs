namespace ServiceHall.Gateway.Api;

/// <summary><c>GET /openapi/v1.json</c>: the REST face as OpenAPI 3.1. It is <c>docs/openapi.json</c> of the repository to the byte, which the tests hold every answer against.</summary>
internal static class DescriptionEndpoint
{
    private static readonly byte[] Description = Read();

    public static Task GetAsync(HttpContext context) => Json.AnswerAsync(context, StatusCodes.Status200OK, Description);

    private static byte[] Read()
    {
        using var resource = typeof(DescriptionEndpoint).Assembly.GetManifestResourceStream("openapi.json")!;
        var description = new byte[resource.Length];
        resource.ReadExactly(description);
        return description;
    }
}
