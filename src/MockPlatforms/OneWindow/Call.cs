namespace ServiceHall.MockPlatforms.OneWindow;

/// <summary>One call on its way through the province: what faults may look at, and spoil.</summary>
internal sealed class Call(HttpContext http, TimeProvider clock)
{
    public HttpContext Http => http;

    public TimeProvider Clock => clock;

    /// <summary>How far the province's clock is off for this call.</summary>
    public TimeSpan ClockShift { get; set; }

    /// <summary>The rows, once read; null for a call that only asks.</summary>
    public Batch? Batch { get; set; }

    /// <summary>What it is going to answer, once that is known.</summary>
    public ReadOnlyMemory<byte> Answer { get; set; }
}
