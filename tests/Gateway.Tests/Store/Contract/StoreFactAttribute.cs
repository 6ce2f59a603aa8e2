using ServiceHall.Tests;
using ServiceHall.Tests.Hall;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ServiceHall.Gateway.Tests.Store.Contract;

/// <summary>A fact of every store: where a class of tests is about PostgreSQL and there is none, it is skipped, visibly.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ServiceHall.Gateway.Tests.Store.Contract.StoreFactDiscoverer", "ServiceHall.Gateway.Tests")]
internal sealed class StoreFactAttribute : FactAttribute;

/// <summary>Finds such facts; the runner makes one.</summary>
public sealed class StoreFactDiscoverer(IMessageSink sink) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        [new StoreTestCase(sink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];
}

/// <summary>One such fact, of one of the stores.</summary>
public sealed class StoreTestCase : XunitTestCase
{
    [Obsolete("For the runner, which fills it in.")]
    public StoreTestCase()
    {
    }

    public StoreTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod method)
        : base(sink, display, displayOptions, method)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute) =>
        TestMethod.TestClass.Class.Name.Contains("Postgres", StringComparison.Ordinal) ? Missing.SkipUnless(PostgresCluster.IsHere, PostgresCluster.Why) : null;
}
