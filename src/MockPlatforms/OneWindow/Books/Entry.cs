using System.Text.Json.Serialization;
using ServiceHall.MockPlatforms.OneWindow.Rows;

namespace ServiceHall.MockPlatforms.OneWindow.Books;

[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
internal enum Outcome
{
    [JsonStringEnumMemberName("taken")]
    Taken,
    [JsonStringEnumMemberName("repeated")]
    Repeated,
    [JsonStringEnumMemberName("refused")]
    Refused,
}

/// <summary>One row's judgement in the order they were made. Its number is also the receipt of a row that was taken.</summary>
/// <param name="Code">The province's code where the row was refused.</param>
internal sealed record Entry(
    long Seq, DateTimeOffset At, string Table, string RowGuid, string ProjectNo, string Operation, string Batch, Outcome Outcome, string? Code);

/// <summary>What the sender is told of one row.</summary>
internal readonly record struct Verdict(string RowGuid, Outcome Outcome, Defect? Defect, long Receipt, string? ProvincialCaseNo);

/// <summary>A table's figures: rows now, and judgements since the journal began. <c>taken</c> counts repeats too.</summary>
internal sealed record TableCount(int Live, int Deleted, long Taken, long Refused);
