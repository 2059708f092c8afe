using System.Diagnostics.CodeAnalysis;

namespace GoatHost.Engine.Store;

/// <summary>A model as people and their tools name it: <c>[host/][namespace/]name[:tag][@sha256:digest]</c>, in any case.</summary>
/// <remarks>
/// This is Ollama's grammar, where <c>registry.ollama.ai</c> and <c>library</c> go without saying: <c>tiny</c>,
/// <c>library/tiny:latest</c> and <c>registry.ollama.ai/library/tiny</c> are one name. A published model's tag is its quantization.
/// </remarks>
/// <param name="Name">The shortest name without its tag: the default host and namespace are left out.</param>
/// <param name="Tag">The tag asked for, or null; <c>latest</c> asks for none.</param>
public readonly record struct ModelName(string Name, string? Tag)
{
    internal const int MaxLength = 80;

    /// <summary>The tag of a model that has no other.</summary>
    public const string Latest = "latest";

    private const int LongestHost = 350;
    private const string DefaultHost = "registry.ollama.ai";
    private const string DefaultNamespace = "library";

    /// <summary>SHA-256 in lower-case hex that the model must have, or null.</summary>
    public string? Digest { get; init; }

    /// <summary>Reads a name; an empty tag is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ModelName name)
    {
        name = default;
        if (text is null || text.Length > LongestHost + 4 * MaxLength) return false;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var digest = at < 0 ? null : DigestIn(text.AsSpan(at + 1));
        if (at >= 0 && digest is null) return false;
        string[] parts = (at < 0 ? text : text[..at]).Split('/');
        if (parts.Length > 3 || !TrySplitTag(parts[^1], out var model, out var tag)) return false;
        var space = parts.Length > 1 ? parts[^2] : DefaultNamespace;
        var host = parts.Length > 2 ? parts[0] : DefaultHost;
        if (!IsPart(model, MaxLength, ".") || !IsPart(space, MaxLength, "") || !IsPart(host, LongestHost, ".:")) return false;
        name = new ModelName(Shortest(host, space, model), tag) { Digest = digest };
        return true;
    }

    /// <summary>A name without the digest that may follow it.</summary>
    public static string WithoutDigest(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var at = name.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? name : name[..at];
    }

    /// <summary>The name with its tag, which is always shown.</summary>
    public string WithTag => $"{Name}:{Tag ?? Latest}";

    public override string ToString() => Tag is null ? Name : $"{Name}:{Tag}";

    private static bool TrySplitTag(string text, out string model, out string? tag)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        (model, tag) = colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
        if (tag is null || tag.Length == 0 || tag.Equals(Latest, StringComparison.OrdinalIgnoreCase)) tag = null;
        return tag is null || IsPart(tag, MaxLength, ".");
    }

    private static bool IsPart(string text, int longest, string also)
    {
        if (text.Length == 0 || text.Length > longest || !(char.IsAsciiLetterOrDigit(text[0]) || text[0] == '_')) return false;
        return text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' || also.Contains(c, StringComparison.Ordinal));
    }

    private static string Shortest(string host, string space, string model)
    {
        if (!host.Equals(DefaultHost, StringComparison.OrdinalIgnoreCase)) return $"{host}/{space}/{model}";
        return space.Equals(DefaultNamespace, StringComparison.OrdinalIgnoreCase) ? model : $"{space}/{model}";
    }

    private static string? DigestIn(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("sha256:", StringComparison.OrdinalIgnoreCase)) return null;
        var hex = text[7..];
        if (hex.Length != 64) return null;
        foreach (var c in hex)
        {
            if (!char.IsAsciiHexDigit(c)) return null;
        }
        return hex.ToString().ToLowerInvariant();
    }
}
