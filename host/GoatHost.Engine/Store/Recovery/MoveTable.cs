using GoatHost.Engine.Store.Database;
using Microsoft.Data.Sqlite;

namespace GoatHost.Engine.Store.Recovery;

/// <summary>A file that is on its way from a transfer to a model.</summary>
internal sealed record Move(string Source, string Target);

/// <summary>The moves of a publishing that has not ended: written before the first, gone with the record of the model.</summary>
internal static class MoveTable
{
    public static List<Move> All(SqliteConnection connection, DataLayout layout) => connection.Query(
        "SELECT source, target FROM moves", row => new Move(layout.FromRecord(row.GetString(0)), layout.FromRecord(row.GetString(1))));

    public static void Put(SqliteConnection connection, DataLayout layout, Move move) => connection.Execute(
        "INSERT OR REPLACE INTO moves VALUES ($source, $target)",
        ("$source", layout.ToRecord(move.Source)), ("$target", layout.ToRecord(move.Target)));

    public static void Remove(SqliteConnection connection, DataLayout layout, string source) =>
        connection.Execute("DELETE FROM moves WHERE source = $source", ("$source", layout.ToRecord(source)));
}
