using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Model.Codes;
using ServiceHall.Tests;

namespace ServiceHall.Adapters.Tests.Platforms;

public sealed class OneWindowProfileTests
{
    private static readonly string Folder = Path.Combine(Repository.Data, "platforms", "one-window");

    public static TheoryData<string, WordList> Lists() => new()
    {
        { "apply_type", Words.CaseChannel },
        { "project_type", Words.CaseType },
        { "applyer_type", Words.ApplicantType },
        { "holder_type", Words.ApplicantType },
        { "applyer_page_type", Words.IdType },
        { "contact_type", Words.IdType },
        { "get_type", Words.MaterialForm },
        { "event_name", Words.StepAction },
        { "special_type", Words.Procedure },
        { "special_name", Words.Procedure },
        { "result_type", Words.Result },
        { "is_delivery_results", Words.DeliveryMethod },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void Every_canonical_word_has_a_code_that_fits_its_column(string column, WordList list)
    {
        var profile = OneWindowProfile.Load(Folder);
        var width = profile.Columns.First(candidate => candidate.Name == column).Length;

        Assert.All(list.Words, word => Assert.InRange(profile.Code(column, word)?.Length ?? 0, 1, width ?? 0));
    }

    [Fact]
    public void Every_list_of_the_contract_but_two_has_a_column()
    {
        var all = typeof(Words).GetFields().Select(field => (WordList)field.GetValue(null)!).ToHashSet();

        Assert.Equal([Words.MaterialGrade, Words.LimitUnit], all.Except(Lists().Select(row => (WordList)row[1])));
    }

    [Fact]
    public void Widths_are_those_of_the_narrowest_column()
    {
        var widths = OneWindowProfile.Load(Folder).Widths();

        Assert.Equal((100, 11, 2000, 64, 2000), (widths["data.applicant.name"], widths["data.agent.mobile"], widths["data.reason"], widths["data.matterCode"], widths["data.result"]));
    }

    [Fact]
    public void All_mistakes_of_a_profile_come_at_once()
    {
        using var folder = new TemporaryFolder();
        folder.Write("columns.csv", File.ReadAllText(Path.Combine(Folder, "columns.csv")).Replace("up_pro_result,result_explain,varchar,2000,N\n", "up_pro_result\n", StringComparison.Ordinal).Replace("applyer_name,varchar,100,", "applyer_name,varchar,ten,", StringComparison.Ordinal));
        folder.Write("codes.csv", File.ReadAllText(Path.Combine(Folder, "codes.csv")).Replace("result_type,voided,2,作废办结\n", "result_type,deleted,2,作废办结\n", StringComparison.Ordinal));

        var mistakes = Assert.Throws<InvalidDataException>(() => OneWindowProfile.Load(folder.Root)).Message.Split(Environment.NewLine);

        Assert.Equal(5, mistakes.Length);
        Assert.StartsWith("columns.csv:", mistakes[0], StringComparison.Ordinal);
        Assert.Contains("codes.csv: no code for 'voided' of result_type", mistakes);
        Assert.Contains("columns.csv: no up_pro_result.result_explain", mistakes);
    }
}
