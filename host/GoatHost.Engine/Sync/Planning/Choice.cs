using GoatHost.Abstractions;
using GoatHost.Engine.Verification;

namespace GoatHost.Engine.Sync.Planning;

/// <summary>The files of one quantization: one file, or the parts of one.</summary>
/// <param name="Quantization">Upper case, or null when no name tells it.</param>
/// <param name="Files">In order of their parts.</param>
internal sealed record Choice(string? Quantization, IReadOnlyList<Artifact> Files)
{
    public long Size => Files.Sum(file => file.Size ?? 0);

    /// <summary>As people read it in a list.</summary>
    public string Text => $"{Quantization ?? ShownText.Of(Files[0].Path)} ({Sizes.Text(Size)})";

    /// <summary>What keeps these files from being one model, or null.</summary>
    public string? Problem
    {
        get
        {
            var shards = Files.Select(file => Shard.TryParse(file.Path)).ToList();
            if (shards is [null]) return null;
            var one = shards[0];
            if (one is null || shards.Exists(shard => shard is null || shard.Prefix != one.Prefix || shard.Count != one.Count))
                return $"there are {Files.Count} files of it that are not parts of one model";
            var numbers = shards.Select(shard => shard!.Number).ToHashSet();
            return numbers.Count == one.Count && Files.Count == one.Count ? null : $"only {numbers.Count} of its {one.Count} parts are listed";
        }
    }

    /// <summary>Groups files by quantization. Only GGUF files count, and the projectors of vision models are none by themselves.</summary>
    public static List<Choice> Among(IEnumerable<Artifact> files) => files
        .Where(file => file.Path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) && !IsProjector(file.Path))
        .GroupBy(file => file.Quantization is { } claimed ? Quantizations.Normal(claimed) : Quantizations.InFileName(file.Path))
        .Select(group => new Choice(group.Key, group.OrderBy(file => file.Path, StringComparer.Ordinal).ToList()))
        .OrderByDescending(choice => choice.Size)
        .ToList();

    private static bool IsProjector(string path) => path[(path.LastIndexOf('/') + 1)..].StartsWith("mmproj", StringComparison.OrdinalIgnoreCase);
}
