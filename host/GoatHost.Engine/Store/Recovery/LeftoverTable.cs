using GoatHost.Engine.Store.Database;
using Microsoft.Data.Sqlite;

namespace GoatHost.Engine.Store.Recovery;

/// <summary>Files of the host's own that no record names any more and that are still to be deleted.</summary>
internal static class LeftoverTable
{
    public static List<string> All(SqliteConnection connection, DataLayout layout) =>
        connection.Query("SELECT location FROM leftovers", row => layout.FromRecord(row.GetString(0)));

    public static void Put(SqliteConnection connection, DataLayout layout, string fullPath) =>
        connection.Execute("INSERT OR REPLACE INTO leftovers VALUES ($location)", ("$location", layout.ToRecord(fullPath)));

    public static void Remove(SqliteConnection connection, DataLayout layout, string fullPath) =>
        connection.Execute("DELETE FROM leftovers WHERE location = $location", ("$location", layout.ToRecord(fullPath)));
}
