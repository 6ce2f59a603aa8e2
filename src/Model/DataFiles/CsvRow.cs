using System.Text;

namespace ServiceHall.Model.DataFiles;

/// <summary>One line of a <see cref="CsvFile"/>, cut into fields; it knows where it stands.</summary>
internal sealed class CsvRow
{
    private readonly string path;
    private readonly int line;

    public CsvRow(string path, int line, string text)
    {
        this.path = path;
        this.line = line;
        Fields = text.Contains('"') ? Quoted(text) : text.Split(',');
    }

    public IReadOnlyList<string> Fields { get; }

    public string this[int column] => Fields[column];

    /// <summary>What is wrong with this line, ready to be thrown: it begins with file and line.</summary>
    public InvalidDataException Fault(string what) => new($"{path}:{line}: {what}");

    // A quote opens a field only at its beginning and ends it only before a comma or the end.
    private List<string> Quoted(string text)
    {
        var fields = new List<string>();
        var at = 0;
        while (at <= text.Length)
        {
            var quoted = at < text.Length && text[at] == '"';
            var field = quoted ? Unquote(text, ref at) : Plain(text, ref at);
            if (at < text.Length && text[at] != ',')
            {
                throw Fault("text after a closing quote");
            }

            fields.Add(field);
            at++;
        }

        return fields;
    }

    private static string Plain(string text, ref int at)
    {
        var from = at;
        var comma = text.IndexOf(',', from);
        at = comma < 0 ? text.Length : comma;
        return text[from..at];
    }

    private string Unquote(string text, ref int at)
    {
        var field = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                field.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                field.Append(text[at++]);
            }
            else
            {
                at++;
                return field.ToString();
            }
        }

        throw Fault("a quote is not closed");
    }
}
