namespace ServiceHall.Gateway.Status.Feed;

/// <summary>A change as it is told: made once, and given to everybody who may see it.</summary>
/// <param name="Place">Where it stands in commit order.</param>
/// <param name="Department">Whose it is.</param>
/// <param name="What">The contract's word.</param>
/// <param name="Cursor">Its place as readers keep it.</param>
/// <param name="Json">The whole object.</param>
internal sealed record Change(long Place, string Department, string What, string Cursor, byte[] Json);

/// <param name="Changes">In commit order, all of them the reader's.</param>
/// <param name="Next">Where to go on: further than the last change where what follows it is not the reader's.</param>
/// <param name="Cursor">The same as readers keep it.</param>
/// <param name="IsHead">Whether nothing stood behind that.</param>
internal sealed record ChangePage(IReadOnlyList<Change> Changes, long Next, string Cursor, bool IsHead);
