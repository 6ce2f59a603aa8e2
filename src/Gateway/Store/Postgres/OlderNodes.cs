using System.Diagnostics;
using Npgsql;

namespace ServiceHall.Gateway.Store.Postgres;

/// <summary>Nodes of older builds, before the tables become what they can't work with.</summary>
internal static class OlderNodes
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(0.5);

    /// <summary>Where there are traces of one, looks until it shows a sign of life, has gone, or has shown none for a lease of its own: then it is buried.</summary>
    /// <param name="writer">The connection.</param>
    /// <param name="oldest">The oldest build that may stay.</param>
    /// <exception cref="StoreAwayException">One is at work.</exception>
    public static void MustBeGone(NpgsqlConnection writer, int oldest)
    {
        if (PostgresServer.Text(writer, "SELECT to_regclass('node')::text") is null)
        {
            return;
        }

        var first = Read(writer, oldest);
        var since = Stopwatch.GetTimestamp();
        using var pause = new PeriodicTimer(BetweenLooks);
        for (var left = first; left.Count > 0; left = Read(writer, oldest))
        {
            foreach (var node in left)
            {
                if (!first.Contains(node))
                {
                    throw new StoreAwayException($"The gateway {node.Name} of an earlier version is working with the database {writer.Database} of {writer.Host} and can't go on beside this one: stop it first.");
                }

                if (PostgresNode.IsOver(node.Lease, Stopwatch.GetElapsedTime(since)))
                {
                    Bury(writer, node);
                }
            }

            pause.WaitForNextTickAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    // In a turn, as every burial: whoever is in the middle of one ends it first.
    private static void Bury(NpgsqlConnection writer, Node node)
    {
        using var transaction = writer.BeginTransaction();
        PostgresServer.Run(writer, "LOCK TABLE turn IN EXCLUSIVE MODE");
        using var bury = new NpgsqlCommand("DELETE FROM node WHERE id = $1 AND beat = $2", writer);
        bury.Parameters.Add(Value.Of(node.Id));
        bury.Parameters.Add(Value.Of(node.Beat));
        bury.ExecuteNonQuery();
        transaction.Commit();
    }

    private static List<Node> Read(NpgsqlConnection connection, int oldest)
    {
        using var look = new NpgsqlCommand("SELECT id, name, beat, lease FROM node WHERE schema < $1", connection);
        look.Parameters.Add(Value.Of(oldest));
        using var rows = look.ExecuteReader();
        List<Node> nodes = [];
        while (rows.Read())
        {
            nodes.Add(new Node(rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2), TimeSpan.FromMilliseconds(rows.GetInt64(3))));
        }

        return nodes;
    }

    private sealed record Node(long Id, string Name, long Beat, TimeSpan Lease);
}
