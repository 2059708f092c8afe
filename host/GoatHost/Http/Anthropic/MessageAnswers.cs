using System.Text.Json;
using System.Text.Json.Serialization;

namespace GoatHost.Http.Anthropic;

/// <summary>An answer of <c>/v1/messages</c>, whole, or empty at the beginning of a stream.</summary>
internal sealed record MessageAnswer(string Id, string Type, string Role, string Model)
{
    public IReadOnlyList<MessageBlock> Content { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? StopReason { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? StopSequence { get; init; }

    public MessageUsage Usage { get; init; } = new(0, 0, 0, 0);
}

/// <summary>A text, a thought or a use of a tool: which, <paramref name="Type"/> says.</summary>
internal sealed record MessageBlock(string Type)
{
    public string? Text { get; init; }
    public string? Thinking { get; init; }
    public string? Signature { get; init; }
    public string? Id { get; init; }
    public string? Name { get; init; }
    public JsonElement? Input { get; init; }
}

/// <param name="InputTokens">Those that were computed; what was cached is counted apart.</param>
internal sealed record MessageUsage(int InputTokens, int CacheCreationInputTokens, int CacheReadInputTokens, int OutputTokens);

/// <summary>An event of a streamed message; which fields there are depends on the type.</summary>
internal sealed record MessageEvent(string Type)
{
    public MessageAnswer? Message { get; init; }
    public int? Index { get; init; }
    public MessageBlock? ContentBlock { get; init; }
    public BlockDelta? Delta { get; init; }
}

internal sealed record BlockDelta(string Type)
{
    public string? Text { get; init; }
    public string? Thinking { get; init; }
    public string? PartialJson { get; init; }
}

/// <summary>The event with which a message's end is told.</summary>
internal sealed record MessageEndEvent(string Type, MessageEnd Delta, MessageUsage Usage);

internal sealed record MessageEnd(
    string StopReason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? StopSequence);

/// <summary>An answer of <c>/v1/messages/count_tokens</c>.</summary>
internal sealed record TokenCount(int InputTokens);
