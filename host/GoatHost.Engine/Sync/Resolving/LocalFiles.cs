using GoatHost.Abstractions;
using GoatHost.Engine.Sync.Planning;
using GoatHost.Engine.Verification.Descriptions;
using GoatHost.Engine.Verification.Gguf;

namespace GoatHost.Engine.Sync.Resolving;

/// <summary>Model files that a person already has: they are registered where they lie.</summary>
internal static class LocalFiles
{
    /// <exception cref="GoatException">It is there and cannot be read.</exception>
    public static Resolved? Find(Reference reference)
    {
        try
        {
            return File.Exists(reference.Text) ? Describe(reference) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"{reference} cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static Resolved? Describe(Reference reference)
    {
        var fullPath = Path.GetFullPath(reference.Text);
        if (!IsModel(fullPath)) return null;
        var paths = Shards(fullPath);
        var quantization = Quantizations.InFileName(fullPath);
        return new Resolved(new ModelDescription
        {
            Name = ModelNames.From(Quantizations.WithoutQuantization(Path.GetFileNameWithoutExtension(fullPath))) ?? "model",
            Origin = new Reference(paths[0]),
            Files = paths.Select(path => new Artifact(Path.GetFileName(path), new FileInfo(path).Length, null, quantization, [])).ToList(),
            Proofs = [new Proof("publisher", false, "the file was on this machine: nobody says whose model it is, and no SHA-256 was given")],
        })
        { LocalPaths = paths };
    }

    /// <summary>By its name, or by the magic its bytes begin with: other programs keep GGUF files under digests.</summary>
    private static bool IsModel(string fullPath)
    {
        if (fullPath.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)) return true;
        using var handle = File.OpenHandle(fullPath);
        Span<byte> magic = stackalloc byte[4];
        return GgufReader.HasMagic(magic[..RandomAccess.Read(handle, magic, 0)]);
    }

    private static List<string> Shards(string fullPath)
    {
        if (Shard.TryParse(fullPath) is not { } shard) return [fullPath];
        var paths = Enumerable.Range(1, shard.Count).Select(shard.PathOf).ToList();
        var gone = paths.FindAll(path => !File.Exists(path)).ConvertAll(Path.GetFileName);
        return gone.Count == 0
            ? paths
            : throw new GoatException(
                $"{Path.GetFileName(fullPath)} is one of {shard.Count} parts, and {string.Join(", ", gone.Take(3))} is not beside it: "
                + "put all parts in one folder.");
    }
}
