using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace GoatHost.Http.OpenApi;

/// <summary>Writes what one route takes and answers.</summary>
internal sealed class OpenApiOperations(JsonSchemas schemas)
{
    private const string Json = "application/json";

    public OpenApiOperation Write(RouteEndpoint endpoint, string method)
    {
        var notes = endpoint.Metadata;
        return new OpenApiOperation(
            notes.GetMetadata<ITagsMetadata>()?.Tags ?? [],
            notes.GetMetadata<IEndpointSummaryMetadata>()?.Summary ?? "",
            [.. Parameters(endpoint)],
            HasBody(method) ? Body(notes) : null,
            new() { ["200"] = Answer(notes), ["default"] = Error(endpoint.RoutePattern) });
    }

    private static IEnumerable<OpenApiParameter> Parameters(RouteEndpoint endpoint)
    {
        foreach (var part in endpoint.RoutePattern.Parameters) yield return new(part.Name, "path", Required: true, Text());
        foreach (var name in endpoint.Metadata.GetMetadata<QueryNames>()?.Names ?? [])
            yield return new(name, "query", Required: false, Text());
    }

    private OpenApiBody? Body(EndpointMetadataCollection notes)
    {
        if (notes.GetMetadata<TakenBody>() is not { } taken) return null;
        var schema = schemas.Refer(taken.Type);
        var required = notes.GetMetadata<RequiredFields>()?.Names ?? [];
        if (required.Count > 0) schema["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]);
        return new OpenApiBody(Required: true, new() { [Json] = new OpenApiMedia(schema) });
    }

    private OpenApiResponse Answer(EndpointMetadataCollection notes)
    {
        var content = notes.GetOrderedMetadata<GivenAnswer>().GroupBy(answer => answer.MediaType).ToDictionary(
            media => media.Key,
            media => new OpenApiMedia(media.First().Type is null ? Text() : schemas.ReferAny([.. media.Select(answer => answer.Type!)])));
        return new OpenApiResponse("The answer; of a stream, one of its pieces.", content.Count > 0 ? content : null);
    }

    private OpenApiResponse Error(RoutePattern pattern)
    {
        var schema = schemas.Refer(ErrorDialects.Of(new PathString("/" + (pattern.RawText ?? "").TrimStart('/'))).Type);
        return new OpenApiResponse("An error, in the words of the API.", new() { [Json] = new OpenApiMedia(schema) });
    }

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static bool HasBody(string method) => HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method);
}
