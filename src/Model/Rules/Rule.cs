namespace ServiceHall.Model.Rules;

/// <summary>What a broken rule does to a record, from least to most.</summary>
public enum Severity
{
    /// <summary>提示: the record is taken and the finding told.</summary>
    Warn,

    /// <summary>等待: the record is durable and waits for an earlier event.</summary>
    Park,

    /// <summary>拒绝: the record goes to quarantine (问题件).</summary>
    Block,
}

/// <summary>One rule of the hall.</summary>
/// <param name="Id">Stable id; begins with what it is about (<c>field.</c>, <c>matter.</c>, <c>case.</c>).</param>
/// <param name="Order">Where it stands among the findings of one record: the first blocking or parking one decides.</param>
/// <param name="Severity">The product's default; a profile may change it.</param>
/// <param name="Message">For hall staff, in Chinese; never contains a value of the record.</param>
/// <param name="Source">The standard, document or contract section the rule comes from.</param>
public sealed record Rule(string Id, int Order, Severity Severity, string Message, string Source);

/// <summary>One broken rule of one record.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Field">Path from the record (<c>data.applicant.idNumber</c>), or null where it is about the whole record.</param>
/// <param name="Message">The rule's message, or a more exact one; never a value of the record.</param>
public sealed record Finding(Rule Rule, string? Field, string Message)
{
    /// <summary>A finding in the rule's own words.</summary>
    public static Finding Of(Rule rule, string? field = null) => new(rule, field, rule.Message);
}
