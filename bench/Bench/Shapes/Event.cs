using ServiceHall.Gateway.Store;

namespace ServiceHall.Bench.Shapes;

/// <summary>What intake writes of one record.</summary>
internal sealed record Event(RecordRow Record, KeyRow Key, CaseRow Case, NumberRow? Number, DeliveryRow Delivery, JournalRow Journal);
