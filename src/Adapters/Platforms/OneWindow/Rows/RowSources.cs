using ServiceHall.Model.Cases;

namespace ServiceHall.Adapters.Platforms.OneWindow.Rows;

/// <summary>What a row is made from: the case and the part of it that the row is about.</summary>
internal sealed record AcceptSource(Case Case, CaseEvent Event, Accepted Accepted, Submitted Application, DateTimeOffset? PromiseDate);

internal sealed record ProcessSource(Case Case, string? Name, string? Action, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? HandledBy, string? Opinion);

internal sealed record SpecialSource(Case Case, Pause Pause, Resumed Resumed);

internal sealed record ExtensionSource(Case Case, CaseEvent Event, Extended Extended);

internal sealed record ResultSource(Case Case, CaseEvent Event, Closed Closed);

internal sealed record MaterialSource(Case Case, Material Material);

internal sealed record LicenceSource(Case Case, CaseEvent Event, Licence Licence, Applicant Applicant);
