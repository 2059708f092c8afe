using System.Text.Json;
using GoatHost.Http.OpenApi;

namespace GoatHost.Http.Ollama.Bodies;

/// <summary>What the bodies of <c>/api/generate</c> and <c>/api/chat</c> have in common; for <c>/openapi.json</c>.</summary>
internal abstract record AnswerBody
{
    public string? Model { get; init; }
    public string? Name { get; init; }
    public bool? Stream { get; init; }
    public OptionsBody? Options { get; init; }
    public bool? Truncate { get; init; }
    public bool? Shift { get; init; }
    public bool? Logprobs { get; init; }
    public int? TopLogprobs { get; init; }

    [JsonKinds("string", "object")]
    public JsonElement? Format { get; init; }

    [JsonKinds("string", "number")]
    public JsonElement? KeepAlive { get; init; }

    [JsonKinds("string", "boolean")]
    public JsonElement? Think { get; init; }
}

/// <summary>The body of <c>/api/generate</c>.</summary>
internal sealed record GenerateBody : AnswerBody
{
    public string? Prompt { get; init; }
    public string? Suffix { get; init; }
    public string? System { get; init; }
    public string? Template { get; init; }
    public bool? Raw { get; init; }
    public IReadOnlyList<int>? Context { get; init; }
    public IReadOnlyList<string>? Images { get; init; }
}

/// <summary>The body of <c>/api/chat</c>.</summary>
internal sealed record OllamaChatBody : AnswerBody
{
    public IReadOnlyList<MessageBody>? Messages { get; init; }
    public IReadOnlyList<ToolBody>? Tools { get; init; }
}

internal sealed record MessageBody
{
    [JsonWords("system", "user", "assistant", "tool")]
    public string? Role { get; init; }

    public string? Content { get; init; }
    public string? Thinking { get; init; }
    public IReadOnlyList<string>? Images { get; init; }
    public IReadOnlyList<ToolCallBody>? ToolCalls { get; init; }
    public string? ToolName { get; init; }
    public string? ToolCallId { get; init; }
}

internal sealed record ToolCallBody(string? Id, FunctionCallBody? Function);

internal sealed record FunctionCallBody
{
    public string? Name { get; init; }

    [JsonKinds("object")]
    public JsonElement? Arguments { get; init; }
}
