namespace ServiceHall.Model.CrossRegion.Requests;

/// <summary>Where a request stands.</summary>
public enum RequestState
{
    /// <summary>已收件: the receiving place checks form and identity.</summary>
    Collected,

    /// <summary>已移交: before the home division, which has not accepted yet.</summary>
    Submitted,

    /// <summary>待补正.</summary>
    Supplementing,

    /// <summary>已受理.</summary>
    Accepted,

    /// <summary>已决定.</summary>
    Decided,

    /// <summary>结果已移交收件地.</summary>
    ResultSent,

    /// <summary>已送达: over.</summary>
    Delivered,

    /// <summary>不予受理: over.</summary>
    Refused,

    /// <summary>已撤回: over.</summary>
    Withdrawn,
}

/// <summary>Whose turn it is. Paper originals may have to go back after the last one.</summary>
public enum Turn
{
    /// <summary>It is over.</summary>
    Nobody,

    /// <summary>收件地, and the applicant by way of it.</summary>
    Receiving,

    /// <summary>属地.</summary>
    Home,

    /// <summary>联办单位 that have not done their parts.</summary>
    Authorities,
}
