using System.Security.Cryptography;
using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;

namespace GoatHost.Engine.Verification.Descriptions;

/// <summary>Describes content that is a GGUF file itself.</summary>
internal static class WholeModel
{
    public static ModelDescription Read(Reference origin, Content content)
    {
        var shown = ShortId(origin);
        var file = GgufReader.Read(content.Bytes, shown, CancellationToken.None);
        GgufSplit.Check([file]);
        var summary = GgufSummary.Of(file);
        if (summary.Parameters == 0)
            throw new RefusedException($"{shown} is a GGUF file with a vocabulary and no weights, so there is nothing to run.");
        var name = ModelNames.From(summary.Name) ?? ModelNames.From(shown) ?? "model";
        var digest = Convert.ToHexStringLower(SHA256.HashData(content.Bytes.Span));
        return new ModelDescription
        {
            Name = name,
            Origin = origin,
            License = Line(summary.License),
            Files = [new Artifact(name + ".gguf", content.Bytes.Length, digest, summary.Quantization, [new Locator(origin.Text)])],
            Proofs = [.. content.Proofs, new Proof(Digests.Claim, true, $"computed here over the whole content: {digest}")],
        };
    }

    /// <summary>The beginning of an id, without its scheme: <c>370e67deb9ba</c>.</summary>
    private static string ShortId(Reference origin)
    {
        var text = origin.Scheme is { } scheme ? origin.Text[(scheme.Length + 1)..].TrimStart('/') : origin.Text;
        return ShownText.Of(text.Length > 12 ? text[..12] : text);
    }

    private static string? Line(string? text) =>
        text is { Length: > 0 and <= 200 } && text.EnumerateRunes().All(ShownText.IsSafe) ? text : null;
}
