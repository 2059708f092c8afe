using System.Globalization;
using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Verification;

namespace GoatHost.Cli.Rendering;

/// <summary>All that is known of one model, for a person.</summary>
internal static class ModelReport
{
    public static void Write(TextWriter writer, StoredModel model, FitVerdict? fit)
    {
        Head(writer, model.FullName, model.Title, model.License, model.Origin);
        Field(writer, "Model", SummaryLine(model.Summary));
        if (fit is not null) Field(writer, "Fit", fit.Sentence);
        Field(writer, "Added", model.AddedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        writer.WriteLine("Files, each hashed here:");
        foreach (var file in model.Files)
        {
            writer.WriteLine($"  {SafeText.Line(file.FullPath)}  {Quantities.Bytes(file.Size)}{(file.InPlace ? "  (registered in place)" : "")}");
            writer.WriteLine($"    sha256 {SafeText.Line(file.Sha256)}");
        }
        Locators(writer, model.Locators);
        Proofs(writer, model.Proofs);
    }

    public static void Write(TextWriter writer, ModelDescription model)
    {
        Head(writer, model.Name, model.Title, model.License, model.Origin);
        if (model.Unproven is { } why) writer.WriteLine(Warning(why));
        writer.WriteLine("Not on this machine; fetch it with: goat pull " + SafeText.Line(model.Origin.Text) + (model.Unproven is null ? "" : " --allow-unproven"));
        writer.WriteLine(model.Files.Count == 0 ? "Files: not named; whoever serves the locator is asked." : "Files, as the publisher describes them:");
        foreach (var file in model.Files)
        {
            var size = file.Size is { } bytes ? Quantities.Bytes(bytes) : "size not given";
            writer.WriteLine($"  {SafeText.Line(file.Path)}  {size}  {SafeText.Line(file.Quantization ?? "")}".TrimEnd());
            writer.WriteLine($"    {(file.Sha256 is { } digest ? "sha256 " + SafeText.Line(digest) : "no SHA-256 given: the bytes are only as good as the locator's own hash")}");
        }
        Locators(writer, model.Locators);
        Proofs(writer, model.Proofs);
    }

    public static string SummaryLine(ModelSummary summary)
    {
        List<string> parts = [summary.Architecture, $"{Quantities.Count(summary.Parameters)} parameters", summary.Quantization];
        if (summary.ContextLength > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"context {summary.ContextLength:N0} tokens"));
        if (summary.Layers > 0) parts.Add($"{summary.Layers} layers");
        if (summary.VocabularySize > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"vocabulary {summary.VocabularySize:N0}"));
        if (summary.Adapter is { } kind) parts[0] = $"{kind} adapter for {parts[0]}";
        else parts.Add(summary.ChatTemplate is null ? "no chat template" : "chat template");
        return SafeText.Line(string.Join(", ", parts));
    }

    /// <summary>What was shown and what was not, a line each.</summary>
    public static void Proofs(TextWriter writer, IReadOnlyList<Proof> proofs, string indent = "  ")
    {
        if (proofs.Count == 0) return;
        writer.WriteLine($"{indent[2..]}Proofs:");
        foreach (var proof in proofs) writer.WriteLine($"{indent}{ProofLine(proof)}");
    }

    public static string Warning(string unproven) => $"Warning: {SafeText.Line(unproven)}";

    public static string ProofLine(Proof proof) =>
        $"{(proof.Holds ? "✓" : "·")} {SafeText.Line(proof.Claim)}{(proof.Holds ? "" : " (unproven)")}: {SafeText.Line(proof.Evidence)}";

    private static void Head(TextWriter writer, string name, string? title, string? license, Reference origin)
    {
        writer.WriteLine(SafeText.Line(name) + (title is null ? "" : $" - {SafeText.Line(title)}"));
        Field(writer, "Origin", origin.Text);
        Field(writer, "Licence", license ?? "not given");
    }

    private static void Locators(TextWriter writer, IReadOnlyList<Locator> locators)
    {
        if (locators.Count == 0) return;
        writer.WriteLine("Where it can be had:");
        foreach (var locator in locators) writer.WriteLine($"  {SafeText.Line(locator.Text)}");
    }

    private static void Field(TextWriter writer, string name, string value) => writer.WriteLine($"{name + ":",-9}{SafeText.Line(value)}");
}
