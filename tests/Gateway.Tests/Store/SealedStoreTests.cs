using System.Text;
using System.Text.Json.Nodes;
using ServiceHall.Gateway.Store.Sqlite;
using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Store;

public sealed class SealedStoreTests
{
    private const string Name = "示例封存甲";
    private const string Mobile = "10099887766";
    private const string Address = "示例县封存街道9号";
    private const string Title = "封存标题乙";
    private const string Unknown = "封存未知丙";
    private static readonly string[] Marks = [Name, Mobile, Address, Title, Unknown, Samples.PersonId];

    [Fact]
    public async Task No_column_and_no_byte_of_the_files_holds_what_belongs_in_sealed_bodies()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();
        await mz.PushAsync(Marked("seal-1"), Samples.Step("seal-1").WithData("opinion", Unknown), Samples.Paused("seal-1").WithData("reason", Unknown), Samples.Resumed("seal-1"), Samples.Closed("seal-1"));
        await mz.PushAsync(Marked("seal-2").WithData("channel", Unknown).With("kind", Unknown), Marked("seal-3").WithData("channel", Name), Marked("seal-4").WithData(Unknown, 1));
        await mz.PushAsync(Marked("seal-1").WithData("title", Title + "2"));
        await hall.Client("rs").PostAsync("/v1/intake/rs", $$"""{"bmdm":"rs","sjbh":"flat-seal","sjlx":"02","sqfs":"{{Unknown}}","sqrxm":"{{Name}}","{{Unknown}}":"{{Name}}"}""");
        await hall.AllConfirmedAsync();

        Assert.Equal(1, hall.Count("unmapped"));
        Assert.Empty(Columns(hall.Database));
        Assert.Empty(Bytes(hall.Folder));
    }

    private static JsonObject Marked(string no) => Samples.Accepted(no).WithApplicant("name", Name).WithApplicant("mobile", Mobile).WithApplicant("address", Address)
        .WithData("title", Title).WithData("note", Unknown);

    private static List<string> Columns(string database)
    {
        using var reader = SqliteDatabase.OpenReadOnly(database);
        var found = new List<string>();
        foreach (var table in Texts(reader, "SELECT name FROM sqlite_master WHERE type = 'table'"))
        {
            using var select = reader.CreateCommand();
            select.CommandText = $"SELECT * FROM {table}";
            using var rows = select.ExecuteReader();
            while (rows.Read())
            {
                for (var column = 0; column < rows.FieldCount; column++)
                {
                    var text = rows[column] is byte[] blob ? Encoding.UTF8.GetString(blob) : rows[column].ToString()!;
                    found.AddRange(Marks.Where(mark => text.Contains(mark, StringComparison.Ordinal)).Select(mark => $"{table}.{rows.GetName(column)}: {mark}"));
                }
            }
        }

        return found;
    }

    // Also what SQLite has not yet moved out of its log.
    private static List<string> Bytes(string folder)
    {
        var found = new List<string>();
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            foreach (var mark in Marks)
            {
                var forms = new[] { Encoding.UTF8.GetBytes(mark), Encoding.Unicode.GetBytes(mark), Encoding.ASCII.GetBytes(JsonValue.Create(mark).ToJsonString().Trim('"')) };
                found.AddRange(forms.Where(form => bytes.AsSpan().IndexOf(form) >= 0).Select(_ => $"{Path.GetFileName(file)}: {mark}"));
            }
        }

        return found;
    }

    private static List<string> Texts(Microsoft.Data.Sqlite.SqliteConnection reader, string sql)
    {
        using var select = reader.CreateCommand();
        select.CommandText = sql;
        using var rows = select.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read())
        {
            texts.Add(rows.GetString(0));
        }

        return texts;
    }
}
