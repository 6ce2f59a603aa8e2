using ServiceHall.Tests;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Scenarios.Tests.Crashes;

/// <summary>A fact that starts a PostgreSQL of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = Missing.SkipUnless(PostgresCluster.IsHere, PostgresCluster.Why);
}
