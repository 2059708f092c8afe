using System.Text.Json;
using GoatHost.Engine.Store.Database;
using Microsoft.Data.Sqlite;

namespace GoatHost.Engine.Store.Transfers;

/// <summary>The transfers that are under way or were cut off.</summary>
internal static class TransferTable
{
    public static TransferRecord? Find(SqliteConnection connection, DataLayout layout, string fullPath) => connection.Query(
        "SELECT identity, length, missing, closed, modified_at, inode FROM transfers WHERE location = $location",
        row => new TransferRecord(
            fullPath,
            row.GetString(0),
            row.GetInt64(1),
            JsonSerializer.Deserialize(row.GetString(2), StoreJson.Default.ListByteRange)!,
            row.GetBoolean(3),
            new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero),
            row.GetInt64(5)),
        ("$location", layout.ToRecord(fullPath))).SingleOrDefault();

    public static void Put(SqliteConnection connection, DataLayout layout, TransferRecord record) => connection.Execute(
        "INSERT OR REPLACE INTO transfers VALUES ($location, $identity, $length, $missing, $closed, $modified, $inode)",
        ("$location", layout.ToRecord(record.FullPath)), ("$identity", record.Identity), ("$length", record.Length),
        ("$missing", JsonSerializer.Serialize(record.Missing, StoreJson.Default.ListByteRange)), ("$closed", record.Closed),
        ("$modified", record.ModifiedAt.UtcTicks), ("$inode", record.Inode));

    public static void Remove(SqliteConnection connection, DataLayout layout, string fullPath) =>
        connection.Execute("DELETE FROM transfers WHERE location = $location", ("$location", layout.ToRecord(fullPath)));
}
