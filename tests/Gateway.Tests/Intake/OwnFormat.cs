using System.Text;
using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake;

/// <summary>A hall whose one department format, <c>jt</c>, a test changes while it runs. Nothing looks after the folders but the test itself.</summary>
internal sealed class OwnFormat : IAsyncDisposable
{
    private static readonly string Mapping = $$$"""
        format: json
        department: {const: mz}
        key: id
        version: {path: v, default: 1, type: whole}
        deleted: {path: op, is: D}
        content: [no, way, op]
        kinds:
          - when: {path: step, exists: true}
            kind: case.step
            caseNo: no
            occurredAt: {received: true}
            data: {step: step, action: {const: approved}, startedAt: {received: true}, endedAt: {received: true}, handledBy: {const: 示例经办}, opinion: {const: 同意}}
          - kind: case.accepted
            caseNo: no
            occurredAt: &at {path: at, default: "2026-06-15T09:00:00+08:00"}
            data:
              matterCode: {const: {{{Samples.Matter}}}}
              title: {const: 示例事项}
              channel: {path: way, table: channel}
              applicant: {type: {const: person}, name: {path: name, default: 示例甲}, idType: {const: citizenId}, idNumber: {const: "{{{Samples.PersonId}}}"}, when: {path: no, exists: true}}
              caseType: {const: promised}
              appliedAt: *at
              acceptedBy: {const: 示例经办}
              organisationCode: {const: 11990001990000113L}
              organisationName: {const: 示例县民政局}
        """;

    private OwnFormat(TestHall hall) => Hall = hall;

    public TestHall Hall { get; }

    public SignedClient Operator => Hall.Client("operator");

    public static string Channel(string word) => $"code,word\n1,{word}\n";

    public static async Task<OwnFormat> StartAsync(string reloadEvery = "01:00:00")
    {
        var folder = Directory.CreateTempSubdirectory("hall-").FullName;
        Write(folder, "jt/mapping.yaml", Mapping);
        Write(folder, "jt/tables/channel.csv", Channel("window"));
        var settings = new Dictionary<string, string?> { ["Departments:Path"] = Path.Combine(folder, "departments"), ["Departments:ReloadEvery"] = reloadEvery };
        return new OwnFormat(await TestHall.StartAsync(settings: settings, folder: folder));
    }

    /// <summary>Writes a file of the departments' folders.</summary>
    public void Write(string name, string text) => Write(Hall.Folder, name, text);

    public void Delete(string name) => Directory.Delete(Path.Combine(Hall.Folder, "departments", name), recursive: true);

    /// <summary>Pushes one record as the department has it.</summary>
    public Task<Answer> PushAsync(JsonObject record) => Hall.Client().SendAsync(HttpMethod.Post, "/v1/intake/jt", Encoding.UTF8.GetBytes(record.ToJsonString()));

    public Task<Answer> PushAsync(string no, string way) => PushAsync(Record(no, way));

    public static JsonObject Record(string no, string way) => new() { ["id"] = no, ["no"] = no, ["way"] = way };

    /// <summary>Under what a record was judged, and what its channel became.</summary>
    public async Task<(long Configuration, string? Channel)> KeptAsync(JsonNode result)
    {
        var record = (await Operator.GetAsync($"/v1/records/{result["recordId"]}")).Json;
        return ((long)record["configuration"]!, (string?)record["record"]!["data"]?["channel"]);
    }

    public async Task<Answer> ReloadAsync() => await Operator.PostAsync("/v1/configuration:reload", "");

    public async Task<long> ConfigurationAsync() => (long)(await Operator.GetAsync("/v1/configuration")).Json["configuration"]!;

    public async ValueTask DisposeAsync()
    {
        await Hall.DisposeAsync();
        TestStore.Remove(Hall.Folder);
    }

    private static void Write(string folder, string name, string text)
    {
        var path = Path.Combine(folder, "departments", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
