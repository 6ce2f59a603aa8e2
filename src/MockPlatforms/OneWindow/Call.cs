using ServiceHall.MockPlatforms.OneWindow.Rows;

namespace ServiceHall.MockPlatforms.OneWindow;

/// <summary>One call on its way through the province: what faults may look at, and spoil.</summary>
internal sealed class Call(HttpContext http, TimeProvider clock)
{
    public HttpContext Http => http;

    public TimeProvider Clock => clock;

    /// <summary>True where it only asks.</summary>
    public bool IsRead => HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);

    /// <summary>The table that its address names; null for the counts.</summary>
    public string? TableName => (string?)http.GetRouteValue("table");

    /// <summary>How far the province's clock is off for this call.</summary>
    public TimeSpan ClockShift { get; set; }

    /// <summary>The rows, once read; null for a call that only asks.</summary>
    public Batch? Batch { get; set; }

    /// <summary>The row that was asked for, once found.</summary>
    public Row? Row { get; set; }

    /// <summary>What it is going to answer, once that is known.</summary>
    public ReadOnlyMemory<byte> Answer { get; set; }
}
