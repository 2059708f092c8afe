using System.Globalization;
using GoatHost.Abstractions;
using GoatHost.Engine.Store.Database;
using Microsoft.Data.Sqlite;

namespace GoatHost.Engine.Store.Publishing;

/// <summary>The name and the places that a model gets. Of two publishers of one name the first keeps it: the other becomes <c>name-2</c>.</summary>
/// <param name="Name">The name in this store.</param>
/// <param name="Files">The files and where they go.</param>
/// <param name="Replaced">The record that this one takes the place of.</param>
internal sealed record Placement(string Name, IReadOnlyList<PlacedFile> Files, StoredModel? Replaced)
{
    private const int MostOfOneName = 99;

    /// <summary>The replaced record, when it holds the very same bytes.</summary>
    public StoredModel? SameBytes { get; private init; }

    public static Placement Choose(SqliteConnection connection, DataLayout layout, Publication publication)
    {
        var files = publication.Files.Select(file => Shared(connection, layout, file)).ToList();
        for (var number = 1; number <= MostOfOneName; number++)
        {
            var name = Numbered(publication.Model.Name, number);
            var before = ModelTable.Named(connection, layout, name).Find(
                model => model.Quantization.Equals(publication.Model.Quantization, StringComparison.OrdinalIgnoreCase));
            var same = before is not null && publication.HasBytesOf(before) ? before : null;
            if (before is not null && same is null && before.Origin != publication.Model.Origin) continue;
            if (same?.Files.All(ModelStore.IsUnchanged) == true)
                return new Placement(name, same.Files.Select(Kept).ToList(), before) { SameBytes = same };
            var placed = files.ConvertAll(file => file.Home == FileHome.Incoming
                    ? new PlacedFile(file, layout.ModelFile(name, file.Path), InPlace: false)
                    : new PlacedFile(file, file.FullPath, file.Home == FileHome.InPlace));
            if (!placed.Exists(file => IsAnothers(connection, layout, file, before)))
                return new Placement(name, placed, before) { SameBytes = same };
        }
        throw new GoatException($"There are {MostOfOneName} models named {publication.Model.Name} already: remove some with goat rm.");
    }

    /// <summary>The record to write: of two references to the same bytes, the one that proves more is told.</summary>
    public StoredModel Describe(StoredModel incoming, IReadOnlyList<StoredFile> files)
    {
        var told = SameBytes is { } same && Proven(same) > Proven(incoming) ? same : incoming;
        return told with
        {
            Name = Name,
            Files = files,
            Summary = incoming.Summary,
            Locators = incoming.Locators.Union(SameBytes?.Locators ?? []).ToList(),
            AddedAt = incoming.AddedAt,
        };
    }

    private static int Proven(StoredModel model) => model.Proofs.Count(proof => proof.Holds);

    /// <summary>The same bytes are kept once: a file that is in the store already stands for the one that came.</summary>
    private static PublishedFile Shared(SqliteConnection connection, DataLayout layout, PublishedFile file)
    {
        if (file.Home != FileHome.Incoming) return file;
        var stored = FileTable.WithDigest(connection, layout, file.Sha256).Find(ModelStore.IsUnchanged);
        return stored is null ? file : file with
        {
            FullPath = stored.FullPath,
            Stamp = stored.Stamp,
            Home = stored.InPlace ? FileHome.InPlace : FileHome.Stored,
        };
    }

    private static PlacedFile Kept(StoredFile file) =>
        new(new PublishedFile(file.Path, file.FullPath, file.Sha256, file.Stamp, FileHome.Stored), file.FullPath, file.InPlace);

    /// <summary>
    /// Whether a move would overwrite bytes that another model's record names. What no record names was left by a publishing that was cut off.
    /// </summary>
    private static bool IsAnothers(SqliteConnection connection, DataLayout layout, PlacedFile file, StoredModel? before)
    {
        if (file.Source.Home != FileHome.Incoming) return false;
        var others = FileTable.At(connection, layout, file.FullPath).Count(stored => stored.Sha256 != file.Source.Sha256);
        var own = before?.Files.Count(old => old.FullPath == file.FullPath && old.Sha256 != file.Source.Sha256) ?? 0;
        return others > own;
    }

    private static string Numbered(string name, int number)
    {
        if (number == 1) return name;
        var suffix = string.Create(CultureInfo.InvariantCulture, $"-{number}");
        return name[..Math.Min(name.Length, ModelName.MaxLength - suffix.Length)] + suffix;
    }
}
