using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Intake;

/// <summary>Goes along with the cases that answer a cross-region request: what the department says of one is done to the other, in the same transaction.</summary>
internal interface ICaseFollower
{
    /// <summary>Why the request does not take this; null where it does, or nothing is said to it by such a record.</summary>
    StoredFinding? Foresee(string requestNo, EventData said, WriteGroup group);

    /// <summary>Does it to the request, unless that does not take it.</summary>
    void Follow(string requestNo, EventData said, DateTimeOffset at, WriteGroup group);
}
