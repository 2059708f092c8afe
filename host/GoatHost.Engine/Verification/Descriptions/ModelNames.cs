using System.Text;
using System.Text.RegularExpressions;

namespace GoatHost.Engine.Verification.Descriptions;

/// <summary>The rules of catalog names and quantization names.</summary>
public static partial class ModelNames
{
    private const int Longest = 80;

    /// <summary>Whether a text is a catalog name: lower-case letters, digits and <c>. _ -</c>, a letter or digit first.</summary>
    public static bool IsName(string text) => text.Length <= Longest && Name().IsMatch(text) && ArtifactPath.Problem(text) is null;

    /// <summary>The nearest catalog name to a text, or null when nothing of it can be kept.</summary>
    public static string? From(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var name = new StringBuilder();
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, 4 * Longest)))
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '_') name.Append(char.ToLowerInvariant(c));
            else if (name.Length > 0 && name[^1] != '-') name.Append('-');
        }
        var cut = Cut(name.ToString());
        if (cut.EndsWith(".gguf", StringComparison.Ordinal)) cut = cut[..^5].Trim('-', '.', '_');
        if (ArtifactPath.Problem(cut) is not null && cut.Length > 0) cut = Cut("model-" + cut);
        return IsName(cut) ? cut : null;
    }

    /// <summary>A quantization as catalogs write it (<c>Q4_K_M</c>), or null when a text cannot be one.</summary>
    public static string? Quantization(string text) => Quant().IsMatch(text) ? text.ToUpperInvariant() : null;

    /// <summary>The quantization that a file's name tells (<c>name-Q4_K_M.gguf</c>); a hint until the header is read.</summary>
    public static string? QuantizationOf(string path) =>
        InFileName().Match(path) is { Success: true } match ? match.Groups[1].Value.ToUpperInvariant() : null;

    private static string Cut(string text) => text[..Math.Min(text.Length, Longest)].Trim('-', '.', '_');

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Quant();

    [GeneratedRegex(
        @"[-._](I?Q[1-8](?:_[A-Z0-9]{1,4}){1,2}|TQ[12]_0|MXFP4(?:_MOE)?|NVFP4|BF16|F16|F32)(?:-[0-9]{5}-of-[0-9]{5})?\.gguf\z",
        RegexOptions.IgnoreCase)]
    private static partial Regex InFileName();
}
