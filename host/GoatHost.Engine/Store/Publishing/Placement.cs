using System.Globalization;
using GoatHost.Abstractions;
using GoatHost.Engine.Store.Database;
using GoatHost.Engine.Store.Recovery;
using Microsoft.Data.Sqlite;

namespace GoatHost.Engine.Store.Publishing;

/// <summary>The name and the places that a model gets. Of two publishers of one name the first keeps it: the other becomes <c>name-2</c>.</summary>
/// <param name="Name">The name in this store.</param>
/// <param name="Files">The files and where they go.</param>
/// <param name="Replaced">The record that this one takes the place of.</param>
internal sealed record Placement(string Name, IReadOnlyList<PlacedFile> Files, StoredModel? Replaced)
{
    private const int MostOfOneName = 99;

    private static readonly int[] DigestLengths = [8, 16, 64];

    /// <summary>What moves, to be recorded before it does.</summary>
    public IEnumerable<Move> Moves => Files.Where(file => file.Moves).Select(file => new Move(file.Source.FullPath, file.FullPath));

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
            // A name that a person gave to a derived model stays that one's.
            if (before is { Derivation: not null }) continue;
            var same = before is not null && publication.HasBytesOf(before) ? before : null;
            if (before is not null && same is null && before.Origin != publication.Model.Origin) continue;
            if (same?.Files.All(ModelStore.IsUnchanged) == true)
                return new Placement(name, same.Files.Select(Kept).ToList(), before) { SameBytes = same };
            return new Placement(name, Places(connection, layout, name, files), before) { SameBytes = same };
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
    /// A folder of the model's name, or of its name and digest: nothing that is there is ever overwritten, neither another edition, which is
    /// whole until its successor is recorded, nor a file whose name falls together with this one where case or accents do not count.
    /// </summary>
    private static List<PlacedFile> Places(SqliteConnection connection, DataLayout layout, string name, List<PublishedFile> files)
    {
        // No model's name holds an @.
        string[] folders = [name, .. DigestLengths.Select(length => $"{name}@{files[0].Sha256[..length]}")];
        foreach (var folder in folders)
        {
            var placed = files.ConvertAll(file => file.Home == FileHome.Incoming
                ? new PlacedFile(file, layout.ModelFile(folder, file.Path), InPlace: false)
                : new PlacedFile(file, file.FullPath, file.Home == FileHome.InPlace));
            if (placed.TrueForAll(file => !file.Moves || IsFree(connection, layout, file))) return placed;
        }
        throw new GoatException($"Every folder for {name} in {layout.Models} is taken by files of no model: move {folders[^1]} away.");
    }

    /// <summary>Nothing is there, or a damaged file that is recorded as just these bytes: that one is healed.</summary>
    private static bool IsFree(SqliteConnection connection, DataLayout layout, PlacedFile file)
    {
        if (!Path.Exists(file.FullPath) && new FileInfo(file.FullPath).LinkTarget is null) return true;
        if (Directory.Exists(file.FullPath)) return false;
        var recorded = FileTable.At(connection, layout, file.FullPath);
        return recorded.Count > 0 && recorded.TrueForAll(stored => stored.Sha256 == file.Source.Sha256);
    }

    private static string Numbered(string name, int number)
    {
        if (number == 1) return name;
        var suffix = string.Create(CultureInfo.InvariantCulture, $"-{number}");
        return name[..Math.Min(name.Length, ModelName.MaxLength - suffix.Length)] + suffix;
    }
}
