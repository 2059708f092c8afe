using System.Globalization;
using System.Text.RegularExpressions;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification.Gguf;

/// <summary>Reads a model that is one file or several shards, and checks that the shards belong together.</summary>
public static partial class GgufSplit
{
    /// <summary>Reads every file and returns them in the order of their shard numbers.</summary>
    /// <exception cref="RefusedException">A file is not sound, a shard is missing, or they do not agree.</exception>
    public static IReadOnlyList<GgufFile> Read(IReadOnlyList<string> paths, CancellationToken ct) =>
        Check([.. paths.Select(path => GgufReader.Read(path, ct))]);

    /// <summary>Checks headers that were read already; a single whole file is a set of one.</summary>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<GgufFile> Check(IReadOnlyList<GgufFile> files)
    {
        if (files.Count == 0) throw new GoatException("A model needs at least one file, and none was given.");
        var count = files[0].Whole("split.count") ?? 1;
        if (files.Count == 1 && count <= 1) return files;
        if (count != files.Count)
            throw new RefusedException(
                $"{ShownText.Of(files[0].Name)} says that the model has {count} shards, and {files.Count} are here; get all of them.");
        var shards = files.OrderBy(file => file.Whole("split.no") ?? -1).ToList();
        for (var i = 0; i < shards.Count; i++) CheckShard(shards[i], i, count);
        CheckTensors(shards);
        return shards;
    }

    private static void CheckShard(GgufFile shard, int number, long count)
    {
        if (shard.Whole("split.no") != number)
            throw new RefusedException($"{ShownText.Of(shard.Name)} stands where shard {number + 1} of {count} should be; get all shards of one model.");
        if (shard.Whole("split.count") != count)
            throw new RefusedException(
                $"{ShownText.Of(shard.Name)} says that the model has {shard.Whole("split.count")} shards, and the first says {count}; get all shards of one model.");
        // llama.cpp finds the other shards by these very names.
        var match = ShardName().Match(shard.Name);
        if (!match.Success || Parse(match.Groups[1]) != number + 1 || Parse(match.Groups[2]) != count)
        {
            throw new RefusedException(
                string.Create(CultureInfo.InvariantCulture, $"{ShownText.Of(shard.Name)} is shard {number + 1} of {count}, so its name must end in -{number + 1:00000}-of-{count:00000}.gguf for llama.cpp to find it."));
        }
    }

    private static void CheckTensors(List<GgufFile> shards)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var shard in shards)
        {
            foreach (var tensor in shard.Tensors)
            {
                if (!names.Add(tensor.Name))
                    throw new RefusedException(
                        $"{ShownText.Of(shard.Name)} repeats the tensor {ShownText.Of(tensor.Name)} of another shard; get all shards of one model.");
            }
        }
        if (shards[0].Whole("split.tensors.count") is { } claimed && claimed != names.Count)
        {
            throw new RefusedException(
                $"{ShownText.Of(shards[0].Name)} says that the model has {claimed} tensors, and its shards hold {names.Count}; get all shards of one model.");
        }
    }

    private static int Parse(Group digits) => int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"-([0-9]{5})-of-([0-9]{5})\.gguf\z", RegexOptions.CultureInvariant)]
    private static partial Regex ShardName();
}
