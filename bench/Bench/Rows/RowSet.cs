using ServiceHall.Gateway.Store;

namespace ServiceHall.Bench.Rows;

/// <summary>What one intake transaction writes.</summary>
internal sealed record RowSet(
    IReadOnlyCollection<RecordRow> Records,
    IReadOnlyCollection<KeyRow> Keys,
    IReadOnlyCollection<CaseRow> Cases,
    IReadOnlyCollection<NumberRow> Numbers,
    IReadOnlyCollection<DeliveryRow> Deliveries,
    IReadOnlyCollection<JournalRow> Journal,
    IReadOnlyDictionary<string, long> Counts)
{
    public int Rows => Records.Count + Keys.Count + Cases.Count + Numbers.Count + Deliveries.Count + Journal.Count;

    /// <summary>Writes the set in a transaction of its own, with the housekeeping that follows one.</summary>
    public void Write(StoreSession session)
    {
        session.Begin();
        session.Insert(Records);
        session.Insert(Keys);
        session.Upsert(Cases);
        session.Insert(Numbers);
        session.Upsert(Deliveries);
        session.Insert(Journal);
        session.Count(Counts);
        session.Commit();
        session.Idle();
    }
}
