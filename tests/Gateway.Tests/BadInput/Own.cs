using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.BadInput;

/// <summary>A department's own format, in each of the shapes that a body may have.</summary>
internal static class Own
{
    public const string Record = """{"id":"bad-input","no":"bad-input","way":"window","name":"示例甲","of":{"department":"mz"}}""";

    /// <summary>Writes the folders <c>one</c>, <c>array</c> and <c>lines</c>, which are alike but for the shape.</summary>
    public static void Write(string departments)
    {
        foreach (var shape in new[] { "one", "array", "lines" })
        {
            Directory.CreateDirectory(Path.Combine(departments, shape));
            File.WriteAllText(Path.Combine(departments, shape, "mapping.yaml"), Mapping(shape));
        }
    }

    private static string Mapping(string shape) => $$$"""
        format: json
        encoding: utf-8
        body: {{{shape}}}
        department: of.department
        key: id
        version: {const: 1, type: whole}
        content: $
        kinds:
          - kind: case.accepted
            caseNo: no
            occurredAt: {const: "2026-06-15T09:00:00+08:00"}
            data:
              matterCode: {const: {{{Samples.Matter}}}}
              title: {const: 示例事项}
              channel: way
              applicant: {type: {const: person}, name: name, idType: {const: citizenId}, idNumber: {const: "{{{Samples.PersonId}}}"}, when: {path: no, exists: true}}
              caseType: {const: promised}
              appliedAt: {const: "2026-06-15T09:00:00+08:00"}
              acceptedBy: {const: 示例经办}
              organisationCode: {const: 11990001990000113L}
              organisationName: {const: 示例县民政局}
        """;
}
