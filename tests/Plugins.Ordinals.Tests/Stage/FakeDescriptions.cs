using System.Text;
using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>A small stand-in for the host's reader: enough to tell models, traps and other content apart.</summary>
internal sealed class FakeDescriptions : IDescriptionReader
{
    public ModelDescription? Read(Reference origin, Content content)
    {
        if (content.Bytes.Span.StartsWith("GGUF"u8))
        {
            return Describe(origin, content, "gguf") with { Files = [new("model.gguf", content.Bytes.Length, null, null, [new(origin.Text)])] };
        }
        var text = Encoding.UTF8.GetString(content.Bytes.Span);
        if (content.Metaprotocol == "goat") return ReadManifest(origin, content, text);
        return text.Contains("magnet:?", StringComparison.Ordinal) ? Describe(origin, content, "magnet") : null;
    }

    private static ModelDescription? ReadManifest(Reference origin, Content content, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.GetProperty("op").GetString() != "model") return null;
            if (root.TryGetProperty("v", out var version) && version.GetInt32() != 1)
            {
                throw new RefusedException("The manifest is of a later version.");
            }
            if (text.Contains("..", StringComparison.Ordinal)) throw new RefusedException("A path climbs out of its folder.");
            return Describe(origin, content, root.GetProperty("name").GetString()!);
        }
        catch (JsonException error)
        {
            throw new RefusedException("The manifest is cut off.", error);
        }
    }

    private static ModelDescription Describe(Reference origin, Content content, string name) =>
        new() { Name = name, Origin = origin, Proofs = content.Proofs };
}
