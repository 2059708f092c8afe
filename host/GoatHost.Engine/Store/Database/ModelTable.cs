using System.Globalization;
using System.Text.Json;
using GoatHost.Abstractions;
using Microsoft.Data.Sqlite;

namespace GoatHost.Engine.Store.Database;

/// <summary>The models with their files, proofs and locators.</summary>
internal static class ModelTable
{
    private const string Columns = "SELECT id, name, quantization, origin, title, license, summary, added_at, derivation FROM models ";

    public static List<StoredModel> All(SqliteConnection connection, DataLayout layout) =>
        Read(connection, layout, Columns + "ORDER BY name, quantization");

    public static List<StoredModel> Named(SqliteConnection connection, DataLayout layout, string name) =>
        Read(connection, layout, Columns + "WHERE name = $name ORDER BY added_at DESC, id DESC", ("$name", name));

    public static List<StoredModel> OfOrigin(SqliteConnection connection, DataLayout layout, Reference origin) =>
        Read(
            connection,
            layout,
            Columns + "WHERE id IN (SELECT model FROM origins WHERE origin = $origin) ORDER BY added_at DESC, id DESC",
            ("$origin", origin.Text));

    /// <summary>The other references under which the same bytes were published as this model.</summary>
    public static List<Reference> OriginsOf(SqliteConnection connection, StoredModel model) => connection.Query(
        "SELECT o.origin FROM origins o JOIN models m ON m.id = o.model WHERE m.name = $name AND m.quantization = $quantization",
        row => new Reference(row.GetString(0)), ("$name", model.Name), ("$quantization", model.Quantization));

    /// <summary>Puts a model in, in place of one of the same name and quantization.</summary>
    /// <param name="connection">Inside a transaction.</param>
    /// <param name="layout">Where files lie.</param>
    /// <param name="model">The model.</param>
    /// <param name="origins">Every reference that stands for these bytes.</param>
    public static void Put(SqliteConnection connection, DataLayout layout, StoredModel model, IEnumerable<Reference> origins)
    {
        Remove(connection, model);
        var id = connection.Scalar(
            """
            INSERT INTO models (name, quantization, origin, title, license, summary, added_at, derivation)
            VALUES ($name, $quantization, $origin, $title, $license, $summary, $added, $derivation) RETURNING id
            """,
            ("$name", model.Name), ("$quantization", model.Quantization), ("$origin", model.Origin.Text), ("$title", model.Title),
            ("$license", model.License), ("$summary", JsonSerializer.Serialize(model.Summary, StoreJson.Default.ModelSummary)),
            ("$added", model.AddedAt.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)),
            ("$derivation", model.Derivation is { } made ? JsonSerializer.Serialize(made, StoreJson.Default.ModelDerivation) : null));
        FileTable.Put(connection, layout, id, model.Files);
        // What was derived is no publication: whoever asks for its origin is to find the published model.
        foreach (var origin in model.Derivation is null ? origins.Append(model.Origin).Distinct() : [])
            connection.Execute("INSERT INTO origins VALUES ($origin, $model)", ("$origin", origin.Text), ("$model", id));
        foreach (var (i, proof) in model.Proofs.Index())
        {
            connection.Execute(
                "INSERT INTO proofs VALUES ($model, $position, $claim, $holds, $evidence)",
                ("$model", id), ("$position", i), ("$claim", proof.Claim), ("$holds", proof.Holds), ("$evidence", proof.Evidence));
        }
        foreach (var (i, locator) in model.Locators.Index())
        {
            connection.Execute(
                "INSERT INTO locators VALUES ($model, $position, $text)", ("$model", id), ("$position", i), ("$text", locator.Text));
        }
    }

    public static bool Remove(SqliteConnection connection, StoredModel model) => connection.Execute(
        "DELETE FROM models WHERE name = $name AND quantization = $quantization",
        ("$name", model.Name), ("$quantization", model.Quantization)) > 0;

    private static List<StoredModel> Read(
        SqliteConnection connection, DataLayout layout, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var rows = connection.Query(sql, row => (Id: row.GetInt64(0), Model: new StoredModel
        {
            Name = row.GetString(1),
            Quantization = row.GetString(2),
            Origin = new Reference(row.GetString(3)),
            Title = row.Text(4),
            License = row.Text(5),
            Summary = JsonSerializer.Deserialize(row.GetString(6), StoreJson.Default.ModelSummary)!,
            AddedAt = DateTimeOffset.Parse(row.GetString(7), CultureInfo.InvariantCulture),
            Derivation = row.Text(8) is { } derivation ? JsonSerializer.Deserialize(derivation, StoreJson.Default.ModelDerivation) : null,
            Files = [],
        }), values);
        return rows.ConvertAll(row => row.Model with
        {
            Files = FileTable.Of(connection, layout, row.Id),
            Proofs = connection.Query(
                "SELECT claim, holds, evidence FROM proofs WHERE model = $model ORDER BY position",
                proof => new Proof(proof.GetString(0), proof.GetBoolean(1), proof.GetString(2)), ("$model", row.Id)),
            Locators = connection.Query(
                "SELECT text FROM locators WHERE model = $model ORDER BY position",
                locator => new Locator(locator.GetString(0)), ("$model", row.Id)),
        });
    }
}
