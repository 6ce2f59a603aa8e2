using System.Text;
using ServiceHall.MockPlatforms.OneWindow.Rows;
using ServiceHall.Tests;

namespace ServiceHall.MockPlatforms.Tests.OneWindow;

/// <summary>The mock's own tables and algorithms against reference data that it did not come from at run time.</summary>
public sealed class SpecificationTests
{
    [ReferenceDataFact]
    public void Every_column_of_the_national_tables_is_there_as_wide_and_as_required()
    {
        var national = File.ReadLines(ReferenceData.File("shapes", "national_case_tables_up_pro.csv")).Skip(1).Select(line => line.Split(','));

        foreach (var cells in national)
        {
            var column = Tables.Find(cells[0])!.Columns.Single(c => c.Name == cells[2]);
            Assert.Equal((cells[2], cells[5] == "N"), (column.Name, column.Required));
            Assert.Equal(ExpectedKind(cells[3]), column.Kind);
            AssertWidth(column, cells);
        }
    }

    [Fact]
    public void All_six_tables_carry_the_four_sync_columns_and_require_them()
    {
        Assert.Equal(6, Tables.All.Length);
        Assert.All(Tables.All, table => Assert.Equal(
            ["cd_operation", "cd_time", "cd_batch", "data_source"],
            table.Columns.Where(c => c.Required && (c.Name.StartsWith("cd_", StringComparison.Ordinal) || c.Name == "data_source")).Select(c => c.Name).OrderBy(n => n == "data_source")));
        Assert.All(Tables.All, table => Assert.Equal(["row_guid", "project_no"], table.Columns.Take(2).Select(c => c.Name)));
    }

    [ReferenceDataTheory]
    [InlineData("citizen_id_synthetic_valid.csv", true)]
    [InlineData("uscc_valid.csv", true)]
    [InlineData("orgcode9_valid.csv", true)]
    [InlineData("uscc_invalid.csv", false)]
    [InlineData("citizen_id_invalid.csv", false)]
    public void Check_digits_agree_with_the_vectors(string file, bool valid)
    {
        var vectors = File.ReadLines(ReferenceData.File("vectors", file)).Skip(1).Select(line => line.Split(','));
        var numbers = vectors.Where(cells => !IsOtherwiseWrong(cells[1])).Select(cells => cells[0]).ToList();

        Assert.NotEmpty(numbers);
        Assert.All(numbers, number => Assert.Equal(valid, IsRight(file, number)));
    }

    /// <summary>Invalid for a reason that E0205 is not about, and with a check digit that may be right.</summary>
    private static bool IsOtherwiseWrong(string why) =>
        why.StartsWith("area:", StringComparison.Ordinal) || why.StartsWith("bad_birth_date", StringComparison.Ordinal) || why == "not_a_code";

    private static bool IsRight(string file, string number) => file switch
    {
        ['c', ..] => CheckDigits.IsCitizenId(Encoding.UTF8.GetBytes(number)),
        ['u', ..] => CheckDigits.IsCreditCode(Encoding.UTF8.GetBytes(number)),
        _ => CheckDigits.IsOrganisationCode(Encoding.UTF8.GetBytes(number)),
    };

    private static ColumnKind ExpectedKind(string type) => type switch
    {
        "datetime" => ColumnKind.Datetime,
        ['i', ..] => ColumnKind.Int,
        _ => ColumnKind.Text,
    };

    private static void AssertWidth(Column column, string[] cells)
    {
        if (column.Kind != ColumnKind.Text || column.Name == "cd_operation")
        {
            return;
        }

        var width = column.Name == "local_task_code" ? 64 : int.Parse(cells[4]);
        Assert.Contains("长度", column.Check(Encoding.UTF8.GetBytes(new string('x', width + 1)))!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("长度", column.Check(Encoding.UTF8.GetBytes(new string('x', width)))?.Text ?? string.Empty, StringComparison.Ordinal);
    }
}
