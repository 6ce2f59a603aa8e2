namespace ServiceHall.Model.Identifiers;

/// <summary>
/// Why an identifier is refused. Rule is one of <c>identifier.format</c>, <c>citizen-id.check-digit</c>, <c>citizen-id.area</c>,
/// <c>citizen-id.birth-date</c>, <c>uscc.check-digit</c>, <c>org-code.check-digit</c>. Message is Chinese, for the people in the hall, and never
/// repeats any part of the identifier.
/// </summary>
public sealed record IdentifierFault(string Rule, string Message)
{
    internal static IdentifierFault Format(string message) => new("identifier.format", message);
}
