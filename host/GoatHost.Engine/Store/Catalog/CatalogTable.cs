using System.Globalization;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Engine.Store.Database;
using Microsoft.Data.Sqlite;

namespace GoatHost.Engine.Store.Catalog;

/// <summary>What discovery saw, and how far each source has looked.</summary>
internal static class CatalogTable
{
    private const string Columns = "SELECT reference, source, state, description, reason, seen_at FROM catalog ";

    public static List<CatalogEntry> All(SqliteConnection connection) => connection.Query(Columns + "ORDER BY name, reference", Entry);

    public static List<CatalogEntry> Named(SqliteConnection connection, string name) =>
        connection.Query(Columns + "WHERE name = $name AND state = 'found' ORDER BY reference", Entry, ("$name", name));

    public static void Put(SqliteConnection connection, CatalogEntry entry) => connection.Execute(
        "INSERT OR REPLACE INTO catalog VALUES ($reference, $source, $state, $name, $description, $reason, $seen)",
        ("$reference", entry.Reference.Text), ("$source", entry.Source), ("$state", Text(entry.State)), ("$name", entry.Description?.Name),
        ("$description", entry.Description is { } model ? JsonSerializer.Serialize(model, StoreJson.Default.ModelDescription) : null),
        ("$reason", entry.Reason), ("$seen", entry.SeenAt.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)));

    public static void MarkGone(SqliteConnection connection, Reference reference) =>
        connection.Execute("UPDATE catalog SET state = 'gone' WHERE reference = $reference", ("$reference", reference.Text));

    public static string? Cursor(SqliteConnection connection, string source) =>
        connection.Query("SELECT text FROM cursors WHERE source = $source", row => row.GetString(0), ("$source", source)).SingleOrDefault();

    public static void PutCursor(SqliteConnection connection, string source, string text) =>
        connection.Execute("INSERT OR REPLACE INTO cursors VALUES ($source, $text)", ("$source", source), ("$text", text));

    private static CatalogEntry Entry(SqliteDataReader row) => new(
        new Reference(row.GetString(0)),
        row.GetString(1),
        State(row.GetString(2)),
        row.Text(3) is { } description ? JsonSerializer.Deserialize(description, StoreJson.Default.ModelDescription) : null,
        row.Text(4),
        DateTimeOffset.Parse(row.GetString(5), CultureInfo.InvariantCulture));

    private static string Text(CatalogState state) => state switch
    {
        CatalogState.Found => "found",
        CatalogState.Refused => "refused",
        _ => "gone",
    };

    private static CatalogState State(string text) => text switch
    {
        "found" => CatalogState.Found,
        "refused" => CatalogState.Refused,
        _ => CatalogState.Gone,
    };
}
