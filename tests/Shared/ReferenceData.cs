namespace ServiceHall.Tests;

/// <summary>Where the reference data lies: SERVICEHALL_REFDATA, or ../shared/refdata beside the repository.</summary>
internal static class ReferenceData
{
    public static string Root { get; } = Environment.GetEnvironmentVariable("SERVICEHALL_REFDATA") is { Length: > 0 } set
        ? set
        : Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "refdata"));

    public static bool IsHere => Directory.Exists(Root);

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);
}

/// <summary>The repository's own folders, found from the test's output folder.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Data => Path.Combine(Root, "data");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "ServiceHall.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("ServiceHall.sln was not found above the test's folder.");
    }
}

/// <summary>Skips visibly where a thing is missing; under CI=true it does not skip, and the test fails instead.</summary>
internal static class Missing
{
    public static bool InCi { get; } = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    public static string? SkipUnless(bool here, string why) => here || InCi ? null : why;
}

/// <summary>A fact that needs the reference data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReferenceDataFactAttribute : FactAttribute
{
    public ReferenceDataFactAttribute() => Skip = Missing.SkipUnless(ReferenceData.IsHere, "needs the reference data: set SERVICEHALL_REFDATA");
}

/// <summary>A theory that needs the reference data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReferenceDataTheoryAttribute : TheoryAttribute
{
    public ReferenceDataTheoryAttribute() => Skip = Missing.SkipUnless(ReferenceData.IsHere, "needs the reference data: set SERVICEHALL_REFDATA");
}
