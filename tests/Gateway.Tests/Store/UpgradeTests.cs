using Dapper;
using Microsoft.Data.Sqlite;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Sqlite;

namespace ServiceHall.Gateway.Tests.Store;

public sealed class UpgradeTests
{
    [Fact]
    public void A_store_of_the_first_shape_is_brought_to_the_present_one_with_its_lanes_and_what_waits_in_order()
    {
        var folder = Directory.CreateTempSubdirectory("upgrade-");
        var file = Path.Combine(folder.FullName, "servicehall.db");
        using (var old = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            old.Execute(Scripts.Of("Sqlite").First().Sql);
            old.Execute("CREATE TABLE schema_version (number INTEGER PRIMARY KEY); INSERT INTO schema_version VALUES (1)");
            old.Execute(
                "INSERT INTO delivery (subject, platform, position, record_id, slot, state, tries) VALUES (7, 'one-window', @position, @id, 1, 0, 0)",
                Enumerable.Range(1, 3).Select(position => new { position, id = Guid.NewGuid().ToByteArray(bigEndian: true) }));
            old.Execute(
                "INSERT INTO unplaced (department, case_no, occurred, received, record_id, kind, key, told) VALUES ('mz', 'A-1', 5, @received, @id, 'case.step', @key, 0)",
                new[] { (9L, "second"), (8L, "first") }.Select(row => new { received = row.Item1, key = row.Item2, id = Guid.NewGuid().ToByteArray(bigEndian: true) }));
        }

        using (var database = SqliteDatabase.Open(file))
        using (var writer = database.OpenWriter())
        {
            Assert.Equal([1, 2, 3], writer.ReadDeliveries(7).Select(row => Places.Of(row.Position)));
            Assert.DoesNotContain(writer.ReadDeliveries(7), row => Places.IsCorrection(row.Position));
            Assert.Equal(["first", "second"], writer.ReadUnplaced([("A-1", "mz")]).Select(row => row.Key));
        }

        folder.Delete(recursive: true);
    }
}
