using GoatHost.Abstractions;

namespace GoatHost.Engine.Inference.Sessions;

/// <summary>A model by its name and its bytes: one that was fetched anew under the same name is another.</summary>
internal sealed record ModelIdentity(string Model, string Sha256)
{
    public static ModelIdentity Of(VerifiedModel model) => new(model.Name, string.Join(' ', model.Files.Select(file => file.Sha256)));
}
