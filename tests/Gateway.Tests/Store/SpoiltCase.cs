using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Store;

/// <summary>A case whose sealed document nobody can open any more.</summary>
internal static class SpoiltCase
{
    /// <summary>Spoils it in the store of a gateway that is not running.</summary>
    public static void In(string folder, string caseNo)
    {
        var spoilt = TestStore.Change(folder, "UPDATE case_ SET document = @nothing WHERE id = (SELECT case_id FROM case_number WHERE value = @caseNo)", new { nothing = new byte[200], caseNo });
        Assert.Equal(1, spoilt);
    }
}
