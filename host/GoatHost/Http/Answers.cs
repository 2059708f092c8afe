using System.Text.Json.Serialization;

namespace GoatHost.Http;

/// <summary>Answers of <c>/health</c>, <c>/v1/models</c>, and errors.</summary>
internal sealed record HealthAnswer(string Status);

internal sealed record ErrorAnswer(ErrorBody Error);

internal sealed record ErrorBody(string Message, string Type, string? Param, string? Code);

internal sealed record ModelList(string Object, IReadOnlyList<ModelAnswer> Data);

internal sealed record ModelAnswer(string Id, string Object, long Created, string OwnedBy)
{
    public ModelMeta? Meta { get; init; }
}

/// <summary>Facts under the names that llama.cpp's own server gives them.</summary>
internal sealed record ModelMeta(
    int NCtxTrain,
    int NEmbd,
    long NParams,
    int NVocab,
    [property: JsonPropertyName("size")] long Size);
