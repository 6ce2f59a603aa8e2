using ServiceHall.Tests;

namespace ServiceHall.Scenarios.Tests.WireMock;

/// <summary>A fact that needs the real WireMock.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WireMockFactAttribute : FactAttribute
{
    public const string Why = "needs Java 17 and the npm package wiremock: npm ci in tests/wiremock, or SERVICEHALL_WIREMOCK";

    public WireMockFactAttribute() => Skip = Missing.SkipUnless(WireMockServer.IsHere, Why);
}

/// <summary>A theory that needs the real WireMock.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WireMockTheoryAttribute : TheoryAttribute
{
    public WireMockTheoryAttribute() => Skip = Missing.SkipUnless(WireMockServer.IsHere, WireMockFactAttribute.Why);
}
