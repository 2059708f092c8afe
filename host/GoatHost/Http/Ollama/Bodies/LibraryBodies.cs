using System.Text.Json;
using GoatHost.Http.OpenApi;

namespace GoatHost.Http.Ollama.Bodies;

/// <summary>The body of <c>/api/delete</c>; like the others here for <c>/openapi.json</c>.</summary>
internal sealed record NameBody(string? Model, string? Name);

/// <summary>The body of <c>/api/show</c>.</summary>
internal sealed record ShowBody(string? Model, string? Name, bool? Verbose);

/// <summary>The body of <c>/api/pull</c>.</summary>
internal sealed record PullBody(string? Model, string? Name, bool? Stream);

/// <summary>The body of <c>/api/copy</c>.</summary>
internal sealed record CopyBody(string? Source, string? Destination);

/// <summary>The body of <c>/api/create</c>.</summary>
internal sealed record CreateBody
{
    public string? Model { get; init; }
    public string? Name { get; init; }
    public string? From { get; init; }
    public string? System { get; init; }
    public OptionsBody? Parameters { get; init; }
    public IReadOnlyList<MessageBody>? Messages { get; init; }
    public bool? Stream { get; init; }

    /// <summary>Digests, or names of the store, under the names of files.</summary>
    public Dictionary<string, string>? Adapters { get; init; }

    [JsonKinds("string", "array")]
    public JsonElement? License { get; init; }
}

/// <summary>The body of <c>/api/embed</c>.</summary>
internal sealed record EmbedBody
{
    public string? Model { get; init; }
    public string? Name { get; init; }
    public bool? Truncate { get; init; }
    public int? Dimensions { get; init; }
    public OptionsBody? Options { get; init; }

    [JsonKinds("string", "array")]
    public JsonElement? Input { get; init; }

    [JsonKinds("string", "number")]
    public JsonElement? KeepAlive { get; init; }
}

/// <summary>The body of <c>/api/embeddings</c>.</summary>
internal sealed record OllamaEmbeddingsBody
{
    public string? Model { get; init; }
    public string? Name { get; init; }
    public string? Prompt { get; init; }
    public OptionsBody? Options { get; init; }

    [JsonKinds("string", "number")]
    public JsonElement? KeepAlive { get; init; }
}
