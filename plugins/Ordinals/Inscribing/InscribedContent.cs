using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>What is to be inscribed: bytes with their type, and the mark of a manifest.</summary>
internal sealed record InscribedContent(ReadOnlyMemory<byte> Bytes, string MediaType, string? Metaprotocol)
{
    /// <summary>No transaction that nodes pass on holds more (400,000 units of weight).</summary>
    public const int MaximumLength = 400_000;

    private const string Protocol = "goat", Json = "application/json";

    // The types that inscriptions of models and of what is said about them come in; whatever else is bytes.
    private static readonly Dictionary<string, string> MediaTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".json"] = Json,
        [".txt"] = "text/plain;charset=utf-8",
        [".md"] = "text/markdown;charset=utf-8",
        [".html"] = "text/html;charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".webp"] = "image/webp",
    };

    public static async Task<InscribedContent> ReadAsync(string path, IDescriptionReader descriptions, CancellationToken ct)
    {
        var bytes = await ReadBytesAsync(path, ct);
        if (bytes.Length == 0) throw new GoatException($"Inscribing {path} failed: it is empty; name a file that says something.");
        if (IsManifest(path, bytes)) return Checked(path, new(bytes, Json, Protocol), descriptions);
        return new(bytes, MediaTypes.GetValueOrDefault(Path.GetExtension(path), "application/octet-stream"), null);
    }

    /// <summary>A manifest that this host would refuse to read is not put where it stays for ever.</summary>
    private static InscribedContent Checked(string path, InscribedContent manifest, IDescriptionReader descriptions)
    {
        ModelDescription? model;
        try
        {
            model = descriptions.Read(new(path), new(Json, manifest.Bytes, []) { Metaprotocol = Protocol });
        }
        catch (RefusedException error)
        {
            throw new RefusedException($"Inscribing {path} is refused: {error.Message}", error);
        }
        return model is not null
            ? manifest
            : throw new RefusedException(
                $"Inscribing {path} is refused: it is marked as a GOAT manifest, and describes no model; correct its \"op\".");
    }

    private static bool IsManifest(string path, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new() { MaxDepth = 16 });
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("p", out var mark) && mark.ValueKind == JsonValueKind.String && mark.ValueEquals(Protocol);
        }
        catch (JsonException error) when (MediaTypes.GetValueOrDefault(Path.GetExtension(path)) == Json)
        {
            throw new RefusedException(
                $"Inscribing {path} is refused: its name says JSON, and it is none ({error.Message.TrimEnd('.')}).", error);
        }
        catch (JsonException)
        {
            return false; // Not JSON, so no manifest: it is inscribed as the file that it is.
        }
    }

    private static async Task<byte[]> ReadBytesAsync(string path, CancellationToken ct)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= MaximumLength
                ? await File.ReadAllBytesAsync(path, ct)
                : throw new GoatException(
                    $"Inscribing {path} failed: it is {length} bytes, and a transaction that nodes pass on holds less than "
                    + $"{MaximumLength}; inscribe a manifest that points to it instead.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"Reading {path} failed: {error.Message.TrimEnd('.')}; check the name.", error);
        }
    }

    public override string ToString() => ShownText.Of($"{Bytes.Length} bytes of {MediaType}", "");
}
