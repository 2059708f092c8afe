using System.Text.Json.Serialization;

namespace GoatHost.Http.Ollama.Pulling;

/// <summary>A line of progress. What comes after <paramref name="Completed"/> is GOAT's own.</summary>
internal sealed record PullLine(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Digest = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Total = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Completed = null)
{
    /// <summary>Peers or mirrors that send.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Peers { get; init; }

    /// <summary>Bytes a second, over the whole fetch.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Rate { get; init; }

    /// <summary>The same for people.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }
}
