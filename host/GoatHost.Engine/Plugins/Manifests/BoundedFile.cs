using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Plugins.Manifests;

/// <summary>Small JSON files read whole, under a bound.</summary>
internal static class BoundedFile
{
    public static async Task<byte[]> ReadAsync(string path, int most, CancellationToken ct)
    {
        try
        {
            await using var file = File.OpenRead(path);
            if (file.Length > most) throw new GoatException($"{path} is {file.Length} bytes; at most {most} are read.");
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, ct);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Editors on Windows put a byte-order mark first; the JSON reader takes none.</summary>
    public static ReadOnlySpan<byte> SkipMark(ReadOnlySpan<byte> json) => json is [0xEF, 0xBB, 0xBF, .. var rest] ? rest : json;

    /// <summary>Where JSON broke, for people: lines count from one.</summary>
    public static string Where(JsonException e) =>
        $"line {e.LineNumber.GetValueOrDefault() + 1}{(e.Path is { Length: > 1 } at ? $", at {at}" : "")}, is not the JSON that is wanted there";
}
