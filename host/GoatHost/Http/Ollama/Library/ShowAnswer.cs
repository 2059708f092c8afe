using System.Text.Json;

namespace GoatHost.Http.Ollama.Library;

/// <summary>An answer of <c>/api/show</c>, for <c>/openapi.json</c>: <see cref="ShowEndpoint"/> writes it.</summary>
/// <param name="ModelInfo">What the model's file says of itself, by its own keys.</param>
internal sealed record ShowAnswer(
    string Modelfile, string Parameters, string Template, ModelDetails Details, Dictionary<string, JsonElement> ModelInfo,
    IReadOnlyList<string> Capabilities, DateTime ModifiedAt)
{
    public string? License { get; init; }
    public string? System { get; init; }
    public IReadOnlyList<ShownMessage>? Messages { get; init; }
    public IReadOnlyList<ShownTensor>? Tensors { get; init; }
}

internal sealed record ShownMessage(string Role, string Content);

internal sealed record ShownTensor(string Name, string Type, IReadOnlyList<long> Shape);
