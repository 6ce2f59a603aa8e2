using System.Buffers.Text;
using System.Text;
using ServiceHall.MockPlatforms.OneWindow.Rows;

namespace ServiceHall.MockPlatforms.OneWindow.Books;

/// <summary>
/// Judges a well-formed row by what is held. In this order: a repeat of what is held; the operation against what is held (E0103, E0104);
/// the matter (E0201); the acceptance (E0101); a second acceptance or result (E0103); after the result (E0102); before the acceptance (E0206).
/// A deletion is asked the first two and the acceptance only, and its content is compared with nothing.
/// </summary>
internal sealed class Judge(Catalogue catalogue, Holdings holdings)
{
    private static readonly int TaskCode = Tables.Accept.IndexOf("task_code");
    private static readonly int TaskVersion = Tables.Accept.IndexOf("task_version");
    private static readonly int CatalogCode = Tables.Accept.IndexOf("catalog_code");
    private static readonly int LocalTaskCode = Tables.Accept.IndexOf("local_task_code");
    private static readonly int AcceptDate = Tables.Accept.IndexOf("accept_date");

    /// <summary>True where the province holds just this already: the same content live, or the row deleted.</summary>
    public static bool IsRepeat(Row row, Row held) => row.IsDeletion ? held.IsDeletion : !held.IsDeletion && row.SameContentAs(held);

    /// <summary>Why the row, which is no repeat, is refused; null where it is to be taken.</summary>
    public Defect? Refuse(Row row, Row? held)
    {
        var project = holdings.Project(row.ProjectNo);
        return OfOperation(row, held)
            ?? (row.IsDeletion ? null : OfMatter(row))
            ?? (project?.Acceptance is null && row.Table != Tables.Accept ? Defect.NoAcceptance : null)
            ?? (row.IsDeletion || project is null ? null : OfCase(row, project));
    }

    private static Defect? OfOperation(Row row, Row? held) => (row.Operation, held) switch
    {
        ('I', null) => null,
        ('I', { IsDeletion: true }) => Defect.InsertOfDeleted,
        ('I', _) => Defect.OtherContent,
        (_, null) => Defect.UnknownRow,
        // A correction may bring a deleted row back: the gateway counts such a row as held.
        _ => null,
    };

    private Defect? OfMatter(Row row)
    {
        if (row.Table != Tables.Accept)
        {
            return null;
        }

        return catalogue.Find(Encoding.UTF8.GetString(row[TaskCode]), VersionOf(row)) switch
        {
            null => Defect.UnknownMatter,
            var matter when !Equals(row[CatalogCode], matter.CatalogCode) => Defect.OtherCatalogCode,
            { LocalCode: { Length: > 0 } local } when row[LocalTaskCode].Length > 0 && !Equals(row[LocalTaskCode], local) => Defect.OtherLocalCode,
            _ => null,
        };
    }

    private static int VersionOf(Row row) => Utf8Parser.TryParse(row[TaskVersion], out int version, out _) ? version : 0;

    private static Defect? OfCase(Row row, Project project)
    {
        if (IsAnother(row, Tables.Accept, project.Acceptance) || IsAnother(row, Tables.Result, project.Result))
        {
            return Defect.SecondForCase;
        }

        return row.Operation == 'I' && project.Result is not null && row.Table != Tables.Licence ? Defect.AfterResult
            : project.Acceptance is { } acceptance ? RowRules.AgainstAcceptance(row, acceptance[AcceptDate])
            : null;
    }

    private static bool IsAnother(Row row, Table table, Row? live) => row.Table == table && live is not null && live.RowGuid != row.RowGuid;

    private static bool Equals(ReadOnlySpan<byte> utf8, string text) => Encoding.UTF8.GetString(utf8) == text;
}
