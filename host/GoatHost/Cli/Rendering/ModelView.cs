using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Verification;

namespace GoatHost.Cli.Rendering;

/// <summary>A model as <c>--json</c> shows it.</summary>
internal sealed record ModelView(
    string Name,
    string? Title,
    string? License,
    string Origin,
    long? Size,
    DateTimeOffset? AddedAt,
    IReadOnlyList<FileView> Files,
    ModelSummary? Summary,
    FitVerdict? Fit,
    IReadOnlyList<string> Locators,
    IReadOnlyList<Proof> Proofs,
    string? Unproven = null)
{
    /// <summary>What a model of the catalog says it belongs to.</summary>
    public IReadOnlyList<ParentView>? Parents { get; init; }

    public static ModelView Of(StoredModel model, FitVerdict? fit = null) => new(
        model.FullName, model.Title, model.License, model.Origin.Text, model.Size, model.AddedAt,
        [.. model.Files.Select(file => new FileView(file.Path, file.Size, file.Sha256, model.Quantization, file.FullPath))],
        model.Summary, fit, [.. model.Locators.Select(locator => locator.Text)], model.Proofs);

    /// <summary>A model that is described somewhere and is not here.</summary>
    public static ModelView Of(ModelDescription model) => new(
        model.Name, model.Title, model.License, model.Origin.Text, null, null,
        [.. model.Files.Select(file => new FileView(file.Path, file.Size, file.Sha256, file.Quantization, null))],
        null, null, [.. model.Locators.Select(locator => locator.Text)], model.Proofs, model.Unproven)
    {
        Parents = model.Parents.Count == 0 ? null : [.. model.Parents.Select(parent => new ParentView(parent.Reference.Text, parent.IsProven))],
    };
}

/// <summary>A parent as <c>--json</c> shows it.</summary>
internal sealed record ParentView(string Reference, bool IsProven);

/// <summary>A file as <c>--json</c> shows it.</summary>
internal sealed record FileView(string Path, long? Size, string? Sha256, string? Quantization, string? FullPath);
