using System.Text.Json.Serialization;

namespace GoatHost.Http.Ollama.Library;

/// <summary>The models of <c>/api/tags</c> and <c>/api/ps</c>.</summary>
internal sealed record ModelEntries(IReadOnlyList<ModelEntry> Models);

/// <summary>A model under one of its names; of a loaded one the last three, of one on disk when it came.</summary>
/// <param name="Digest">64 hex digits.</param>
internal sealed record ModelEntry(string Name, string Model, long Size, string Digest, ModelDetails Details)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? ModifiedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Capabilities { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? ExpiresAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? SizeVram { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ContextLength { get; init; }
}
