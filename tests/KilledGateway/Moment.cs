namespace ServiceHall.KilledGateway;

/// <summary>A moment at which a gateway can be killed.</summary>
internal enum Moment
{
    /// <summary>Records are written, and not committed.</summary>
    BeforeCommit,

    /// <summary>Records are durable, and their sender does not know.</summary>
    AfterCommit,

    /// <summary>A call is written down, and not begun.</summary>
    AttemptWritten,

    /// <summary>The whole call is on its way, and no answer was read.</summary>
    BytesSent,

    /// <summary>The whole answer was read, and nothing was made of it.</summary>
    AnswerReceived,

    /// <summary>What became of a call is written, and not committed.</summary>
    Settlement,

    /// <summary>What became of a call is durable, and nothing followed from it.</summary>
    Settled,
}
