using Microsoft.Data.Sqlite;

namespace ServiceHall.Gateway.Tests.Store;

/// <summary>A case whose sealed document nobody can open any more.</summary>
internal static class SpoiltCase
{
    /// <summary>Spoils it in the store of a gateway that is not running.</summary>
    public static void In(string folder, string caseNo)
    {
        using var writer = new SqliteConnection($"Data Source={Path.Combine(folder, "servicehall.db")};Pooling=False");
        writer.Open();
        using var command = writer.CreateCommand();
        command.CommandText = "UPDATE case_ SET document = zeroblob(200) WHERE id = (SELECT case_id FROM case_number WHERE value = $no)";
        command.Parameters.AddWithValue("$no", caseNo);
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
