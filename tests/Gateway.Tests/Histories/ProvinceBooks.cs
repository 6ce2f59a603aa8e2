using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceHall.Tests.Cases;

namespace ServiceHall.Gateway.Tests.Histories;

/// <summary>One row as the model province was sent it: what it says, without empty columns and those of its sending.</summary>
internal sealed record ModelRow(string Table, string Guid, string Project, string Operation, IReadOnlyList<KeyValuePair<string, string>> Columns)
{
    private static readonly string[] OfSending = ["cd_operation", "cd_time", "cd_batch"];

    public string this[string column] => Columns.FirstOrDefault(one => one.Key == column).Value ?? "";

    public static ModelRow Read(string table, JsonElement sent)
    {
        var columns = sent.EnumerateObject().Select(column => KeyValuePair.Create(column.Name, column.Value.ToString())).Where(column => column.Value.Length > 0).ToList();
        string Of(string name) => columns.Find(column => column.Key == name).Value ?? "";
        return new ModelRow(
            table, Of("row_guid"), Of("project_no"), Of("cd_operation"), [.. columns.Where(column => !OfSending.Contains(column.Key)).OrderBy(column => column.Key, StringComparer.Ordinal)]);
    }

    public bool SaysTheSameAs(ModelRow other) => Columns.SequenceEqual(other.Columns);

    public string Text() => RowReference.Text(Table, Columns.Select(column => KeyValuePair.Create(column.Key, (JsonNode?)JsonValue.Create(column.Value))));
}

/// <summary>What the model province was told of one case.</summary>
internal sealed class ModelProject
{
    /// <summary>Every row that changed something, in the order it was taken.</summary>
    public List<ModelRow> Journal { get; } = [];

    /// <summary>Whether a row was refused while others of its call were taken: those may come before it now, which nobody can help.</summary>
    public bool WasSplit { get; set; }

    /// <summary>What was refused by the province's own rules: of a legal history in the right order nothing.</summary>
    public List<string> Refusals { get; } = [];

    public ModelRow? Acceptance { get; set; }

    public ModelRow? Result { get; set; }
}

/// <summary>
/// The books of the model province: rows by identity, judged as the sample province judges them (contract section 5), written apart from it and from the
/// gateway. Not safe for several threads: the province sees to that.
/// </summary>
internal sealed class ProvinceBooks
{
    private static readonly Dictionary<string, string> HappensAfterAcceptance = new(StringComparer.Ordinal)
    {
        ["up_pro_process"] = "event_end_time", ["up_pro_special_procedure"] = "special_time", ["up_pro_result"] = "result_date",
    };

    private readonly Dictionary<(string Table, string Guid), ModelRow> _rows = [];
    private readonly Dictionary<string, ModelProject> _projects = new(StringComparer.Ordinal);

    public ModelRow? Find(string table, string guid) => _rows.GetValueOrDefault((table, guid));

    public ModelProject Project(string? number) => number is not null && _projects.TryGetValue(number, out var project) ? project : new ModelProject();

    /// <summary>The live rows of a case, in the order in which each first came.</summary>
    public List<string> Rows(string? number) =>
        [.. Project(number).Journal.Select(row => (row.Table, row.Guid)).Distinct().Select(id => _rows[id]).Where(row => row.Operation != "D").Select(row => row.Text())];

    /// <summary>Whether it holds just this already, which counts as taken whatever else it thinks of it.</summary>
    public bool IsRepeat(ModelRow row) =>
        Find(row.Table, row.Guid) is { } held && (row.Operation == "D" ? held.Operation == "D" : held.Operation != "D" && row.SaysTheSameAs(held));

    /// <summary>Takes a row, or answers the code it refuses it by.</summary>
    public string? Take(ModelRow row)
    {
        if (IsRepeat(row))
        {
            return null;
        }

        var held = Find(row.Table, row.Guid);
        var project = ProjectOf(row);
        if (Refuse(row, held, project) is { } code)
        {
            project.Refusals.Add($"{code} {row.Operation} {row.Text()}");
            return code;
        }

        _rows[(row.Table, row.Guid)] = row;
        project.Journal.Add(row);
        var live = row.Operation == "D" ? null : row;
        (project.Acceptance, project.Result) = row.Table switch
        {
            "up_pro_accept" => (live, project.Result),
            "up_pro_result" => (project.Acceptance, live),
            _ => (project.Acceptance, project.Result),
        };
        return null;
    }

    /// <summary>The case of a row, new where it is the first.</summary>
    public ModelProject ProjectOf(ModelRow row) => _projects.TryGetValue(row.Project, out var known) ? known : _projects[row.Project] = new ModelProject();

    private static string? Refuse(ModelRow row, ModelRow? held, ModelProject project)
    {
        if (held is null != (row.Operation == "I"))
        {
            return held is null ? "E0104" : "E0103";
        }

        if (project.Acceptance is null && row.Table != "up_pro_accept")
        {
            return "E0101";
        }

        return row.Operation == "D" ? null
            : IsSecond(row, "up_pro_accept", project.Acceptance) || IsSecond(row, "up_pro_result", project.Result) ? "E0103"
            : row.Operation == "I" && project.Result is not null && row.Table != "up_lic_data" ? "E0102"
            : HappensAfterAcceptance.TryGetValue(row.Table, out var time) && string.CompareOrdinal(row[time], project.Acceptance!["accept_date"]) < 0 ? "E0206"
            : null;
    }

    private static bool IsSecond(ModelRow row, string table, ModelRow? live) => row.Table == table && live is not null && live.Guid != row.Guid;
}
