using Npgsql;

namespace ServiceHall.Gateway.Store.Postgres;

/// <summary>Nodes of older builds, before the tables become what they can't work with.</summary>
internal static class OlderNodes
{
    /// <summary>Looks whether any is at work, a lease long where there are traces of one. Those that are dead are buried.</summary>
    /// <param name="writer">The connection.</param>
    /// <param name="oldest">The oldest build that may stay.</param>
    /// <param name="lease">After so long a node whose beat stands still is dead.</param>
    /// <exception cref="StoreAwayException">One is at work.</exception>
    public static void MustBeGone(NpgsqlConnection writer, int oldest, TimeSpan lease)
    {
        if (PostgresServer.Text(writer, "SELECT to_regclass('node')::text") is null || Read(writer, oldest) is not { Count: > 0 } before)
        {
            return;
        }

        using var never = new ManualResetEventSlim();
        never.Wait(lease * 1.1);
        foreach (var (id, name, beat) in before)
        {
            using var bury = new NpgsqlCommand("DELETE FROM node WHERE id = $1 AND beat = $2", writer);
            bury.Parameters.Add(Value.Of(id));
            bury.Parameters.Add(Value.Of(beat));
            if (bury.ExecuteNonQuery() == 0 && Read(writer, oldest).Exists(node => node.Id == id))
            {
                throw new StoreAwayException($"The gateway {name} of an earlier version is working with the database {writer.Database} of {writer.Host} and can't go on beside this one: stop it first.");
            }
        }
    }

    private static List<(long Id, string Name, long Beat)> Read(NpgsqlConnection connection, int oldest)
    {
        using var look = new NpgsqlCommand("SELECT id, name, beat FROM node WHERE schema < $1", connection);
        look.Parameters.Add(Value.Of(oldest));
        using var rows = look.ExecuteReader();
        List<(long, string, long)> nodes = [];
        while (rows.Read())
        {
            nodes.Add((rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2)));
        }

        return nodes;
    }
}
