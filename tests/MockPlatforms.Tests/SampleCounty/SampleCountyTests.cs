using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty;
using ServiceHall.Tests;
using Xunit.Abstractions;

namespace ServiceHall.MockPlatforms.Tests.SampleCounty;

public sealed class SampleCountyTests(ITestOutputHelper output)
{
    private const ulong Shipped = 20260615;

    [Fact]
    public void The_same_seed_writes_the_same_bytes()
    {
        using var once = new ScratchFolder();
        using var twice = new ScratchFolder();

        Assert.Equal(0, SampleCountyCommand.Run(["make-county", "--seed", "7", "--cases", "300", "--out", once.Path]));
        Assert.Equal(0, SampleCountyCommand.Run(["make-county", "--seed", "7", "--cases", "300", "--out", twice.Path]));

        Assert.Equal(5, once.Files.Count);
        Assert.Equal(once.Files, twice.Files);
    }

    [Fact]
    public void Another_seed_makes_another_day() =>
        Assert.NotEqual(CountyFiles.Make(1).Text("day.jsonl"), CountyFiles.Make(2).Text("day.jsonl"));

    [Fact]
    public void The_shipped_county_is_what_its_seed_makes()
    {
        foreach (var (name, text) in SampleCountyCommand.Files(Shipped, 400))
        {
            Assert.Equal(text, File.ReadAllText(Path.Combine(Repository.Data, "sample-county", name)));
        }
    }

    [Theory]
    [InlineData("make-county")]
    [InlineData("make-county", "--seed", "x", "--cases", "300", "--out", "county")]
    [InlineData("make-county", "--seed", "1", "--cases", "299", "--out", "county")]
    public void A_call_that_makes_no_sense_is_told_the_usage(params string[] args) => Assert.Equal(2, SampleCountyCommand.Run(args));

    [Fact]
    public void Every_field_of_the_departments_own_shapes_is_in_the_readme()
    {
        var county = CountyFiles.Make(Shipped);
        var pushes = county.Day.Where(push => (string)push["to"]! != "/v1/records");

        var fields = pushes.SelectMany(push => Bodies(push["body"]!)).SelectMany(FieldPaths.Of).Distinct().ToList();

        Assert.True(fields.Count > 150, "the four shapes have more fields than that");
        Assert.All(fields, field => Assert.Contains($"`{field}`", county.Text("README.md")));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_case_goes_its_legal_way(ulong seed)
    {
        output.WriteLine($"seed {seed}");

        var cases = CountyFiles.Make(seed).Events.Where(told => told.IsClean).GroupBy(told => (told.Department, told.CaseNo));

        Assert.All(cases, one => Assert.Null(Legality.FirstFault(one)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Only_the_labelled_identifiers_are_wrong(ulong seed)
    {
        output.WriteLine($"seed {seed}");

        foreach (var told in CountyFiles.Make(seed).Events.Where(told => told.IdNumber is not null))
        {
            var (number, person) = (told.IdNumber!, !told.IdNumber!.StartsWith("91", StringComparison.Ordinal) && !told.IdNumber.StartsWith("51", StringComparison.Ordinal));
            var right = person ? CheckDigit.IsCitizen(number) : CheckDigit.IsCredit(number);
            Assert.Equal(told.Label is not ("citizen-id-wrong" or "uscc-wrong" or "lower-case-x" or "full-width-number" or "identifier-malformed" or "put-right"), right);
            Assert.True(told.Label != "lower-case-x" || CheckDigit.IsCitizen(number.ToUpperInvariant()), "only its case is wrong");
            if (told.Label is "full-width-number" or "identifier-malformed")
            {
                continue;
            }

            Assert.True(person || CheckDigit.IsOrganisation(number[8..17]), "the organisation code inside is right");
            Assert.Matches(person ? "^9900(0[1-9]|[1-9][0-9])(19[5-9][0-9]|200[0-7])" : "^(91|51)990001", number);
            Assert.Matches("^100[0-9]{8}$", told.Mobile ?? "10000000000");
            Assert.True(told.Label == "field-missing" || told.Name!.StartsWith("示例", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_label_is_empty_and_nothing_clean_follows_dirt(ulong seed)
    {
        output.WriteLine($"seed {seed}");
        var county = CountyFiles.Make(seed);

        Assert.All(county.Manifest["byLabel"]!.AsObject(), label => Assert.InRange((int)label.Value!["count"]!, 3, 6));
        foreach (var one in county.Events.GroupBy(told => (told.Department, told.CaseNo)).Where(one => one.Any(told => !told.IsClean)))
        {
            // But for an acceptance that is overtaken by its result, and a record that is put right.
            Assert.True(one.Last().Label is not null || one.First().Label is "result-first" or "put-right", one.First().Key);
            Assert.Single(one, told => told.Label is not (null or "told-late") || (told.Label == "told-late" && one.Count() == 1));
        }

        Assert.All(county.Events.Where(told => told.Label == "in-future"), told => Assert.True(told.OccurredAt > told.At.AddMinutes(5)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Keys_are_given_once_and_matters_are_in_the_list(ulong seed)
    {
        output.WriteLine($"seed {seed}");
        var county = CountyFiles.Make(seed);
        var news = county.Events.Where(told => told.Label is not ("repeated" or "conflicting" or "corrected" or "result-withdrawn" or "old-version" or "put-right")).ToList();
        var known = county.Matters.SelectMany(matter => new[] { (string?)matter["code"], (string?)matter["localCode"] }).ToHashSet();

        Assert.Distinct(news.Select(told => (told.Department, told.Key)));
        Assert.Distinct(news.Where(told => told.Kind == "case.accepted" && told.Label != "accepted-twice").Select(told => (told.Department, told.CaseNo)));
        Assert.All(news.Where(told => told.MatterCode is not null), told => Assert.Equal(told.Label != "unknown-matter", known.Contains(told.MatterCode)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_manifest_counts_what_is_there(ulong seed)
    {
        output.WriteLine($"seed {seed}");
        var county = CountyFiles.Make(seed);
        var (manifest, events) = (county.Manifest, county.Events);

        Assert.Equal(seed, (ulong)manifest["seed"]!);
        Assert.Equal(county.Day.Count, (int)manifest["pushes"]!);
        Assert.Equal(300, events.DistinctBy(told => (told.Department, told.CaseNo)).Count());
        Assert.Equal(events.Count, manifest["verdicts"]!.AsObject().Sum(verdict => (int)verdict.Value!));
        Assert.All(manifest["byKind"]!.AsObject(), kind => Assert.Equal(events.Count(told => told.Kind == kind.Key), (int)kind.Value!));
        Assert.All(manifest["byDepartment"]!.AsObject(), one => Assert.Equal(events.Count(told => told.Department == one.Key), (int)one.Value!["records"]!));
        Assert.All(manifest["byLabel"]!.AsObject(), label => Assert.Equal(events.Count(told => told.Label == label.Key), (int)label.Value!["count"]!));
        Assert.All(manifest["sha256"]!.AsObject(), file =>
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(county.Text(file.Key)))), (string)file.Value!));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_day_is_in_order_and_all_its_own(ulong seed)
    {
        output.WriteLine($"seed {seed}");
        var county = CountyFiles.Make(seed);
        var times = county.Day.Select(push => (string)push["at"]!).ToList();

        Assert.Equal(times.Order(StringComparer.Ordinal), times);
        Assert.All(times, at => Assert.Matches("^2026-06-15T(0[89]|1[0-9]|2[012]):[0-5][0-9]:[0-5][0-9][+]08:00$", at));
        Assert.All(county.Events.GroupBy(told => told.Line), push => Assert.InRange(push.Count(), 1, 12));
        Assert.Contains(county.Events.GroupBy(told => told.Line), push => push.Count() > 1);
    }

    [Theory]
    [InlineData("case.submitted", "matterCode title channel applicant receivedAt receivedBy")]
    [InlineData("case.accepted", "matterName caseType appliedAt acceptedBy organisationCode organisationName")]
    [InlineData("case.step", "step action startedAt handledBy opinion")]
    [InlineData("case.paused", "sequence procedure reason")]
    [InlineData("case.resumed", "sequence result handledBy")]
    [InlineData("case.closed", "result closedBy")]
    [InlineData("case.supplementRequested", "reason materials requestedBy")]
    [InlineData("case.supplementReceived", "materials receivedBy")]
    [InlineData("case.refused", "reason refusedBy")]
    [InlineData("case.extended", "days reason approvedBy")]
    [InlineData("case.delivered", "method")]
    [InlineData("case.withdrawn", "reason")]
    [InlineData("evaluation.given", "channel level serviceNo serviceStep sequence anonymous")]
    [InlineData("crossRegion.submitted", "requestNo mode matterCode homeDivision receivingDivision applicant")]
    public void A_canonical_record_says_what_its_kind_demands(string kind, string members)
    {
        var records = CountyFiles.Make(Shipped).Day.Where(push => (string)push["to"]! == "/v1/records" && push["body"] is JsonObject)
            .SelectMany(push => push["body"]!["records"]!.AsArray())
            .Where(record => (string)record!["kind"]! == kind && record["deleted"] is null)
            .ToList();

        Assert.NotEmpty(records);
        Assert.All(records, record => Assert.All(members.Split(' '), member => Assert.NotNull(record!["data"]![member])));
    }

    [Fact]
    public void The_departments_and_their_matters_carry_right_codes()
    {
        var county = CountyFiles.Make(Shipped);
        var codes = county.Departments.ToDictionary(one => (string)one["code"]!, one => (string)one["organisationCode"]!);

        Assert.Equal(20, codes.Count);
        Assert.Distinct(codes.Values);
        Assert.All(codes.Values, code => Assert.StartsWith("11990001", code, StringComparison.Ordinal));
        Assert.All(codes.Values, code => Assert.True(CheckDigit.IsCredit(code) && CheckDigit.IsOrganisation(code[8..17])));
        Assert.Equal(30, county.Matters.Count);
        Assert.Equal(["immediate", "promised"], county.Matters.Select(matter => (string)matter["caseType"]!).Distinct().Order());
        Assert.Equal([false, true], county.Matters.Select(matter => (bool?)matter["crossRegion"] ?? false).Distinct().Order());
        Assert.All(county.Matters,
            matter => Assert.Equal(codes[(string)matter["department"]!] + "4" + (string)matter["catalogCode"]!, (string)matter["code"]!));
        Assert.All(county.Matters, matter => Assert.Equal(31, ((string)matter["code"]!).Length));
        Assert.Equal(["hour", "month", "naturalDay", "workingDay"], county.Matters.Select(matter => (string)matter["promised"]!["unit"]!).Distinct().Order());
        Assert.All(county.Events.Where(told => told.Organisation is not null && told.Label is not ("other-department" or "other-department-refused")), told => Assert.Equal(codes[told.Department], told.Organisation));
    }

    private static IEnumerable<JsonNode> Bodies(JsonNode body) => body.GetValueKind() is System.Text.Json.JsonValueKind.String
        ? ((string)body!).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)
        : [body];

    public static TheoryData<ulong> Seeds() => [Shipped, 1, 2, 3, 99, ulong.MaxValue, (ulong)Random.Shared.NextInt64()];
}
