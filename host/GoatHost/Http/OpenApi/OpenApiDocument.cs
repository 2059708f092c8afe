using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace GoatHost.Http.OpenApi;

/// <summary>An OpenAPI 3.1 document, as far as one is told here (OpenAPI Specification 3.1.0, section 4.8).</summary>
internal sealed record OpenApiDocument(
    string Openapi, OpenApiInfo Info, SortedDictionary<string, Dictionary<string, OpenApiOperation>> Paths, OpenApiComponents Components);

internal sealed record OpenApiInfo(string Title, string Version, string Description);

internal sealed record OpenApiOperation(
    IReadOnlyList<string> Tags,
    string Summary,
    IReadOnlyList<OpenApiParameter> Parameters,
    OpenApiBody? RequestBody,
    Dictionary<string, OpenApiResponse> Responses);

internal sealed record OpenApiParameter(string Name, string In, bool Required, JsonNode Schema);

internal sealed record OpenApiBody(bool Required, Dictionary<string, OpenApiMedia> Content);

internal sealed record OpenApiMedia(JsonNode Schema);

internal sealed record OpenApiResponse(string Description, Dictionary<string, OpenApiMedia>? Content);

internal sealed record OpenApiComponents(IReadOnlyDictionary<string, JsonNode> Schemas, Dictionary<string, OpenApiSecurity> SecuritySchemes);

internal sealed record OpenApiSecurity(string Type)
{
    public string? Scheme { get; init; }
    public string? In { get; init; }
    public string? Name { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(OpenApiDocument))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class OpenApiJson : JsonSerializerContext;
