using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Http.OpenApi;

/// <summary><c>/openapi.json</c>: every route that is mapped, read from the routing itself, so that none can be forgotten.</summary>
internal sealed class OpenApiEndpoint : IApiEndpoints
{
    public void Map(WebApplication app) => app.MapGet("/openapi.json", (RequestDelegate)WriteAsync).Noted("GOAT", "This document.");

    private static Task WriteAsync(HttpContext context)
    {
        var endpoints = context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
        return JsonAnswer.WriteAsync(context, Document(endpoints), OpenApiJson.Default.OpenApiDocument);
    }

    private static OpenApiDocument Document(IEnumerable<RouteEndpoint> endpoints)
    {
        var paths = new SortedDictionary<string, Dictionary<string, OpenApiOperation>>(StringComparer.Ordinal);
        foreach (var endpoint in endpoints)
        {
            var path = Path(endpoint.RoutePattern);
            if (!paths.TryGetValue(path, out var operations)) paths[path] = operations = [];
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            {
                operations[method.ToLowerInvariant()] = Operation(endpoint, method);
            }
        }
        return new OpenApiDocument("3.1.0", Info, paths, new OpenApiComponents(new()
        {
            ["bearer"] = new OpenApiSecurity("http") { Scheme = "bearer" },
            ["header"] = new OpenApiSecurity("apiKey") { In = "header", Name = "X-Api-Key" },
        }));
    }

    private static OpenApiInfo Info => new(
        "GOAT host",
        typeof(OpenApiEndpoint).Assembly.GetName().Version!.ToString(3),
        "Models from inscriptions, behind the APIs of OpenAI, Anthropic, Ollama and llama-server.");

    private static OpenApiOperation Operation(RouteEndpoint endpoint, string method) => new(
        endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags ?? [],
        endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary ?? "",
        [.. endpoint.RoutePattern.Parameters.Select(part => new OpenApiParameter(part.Name, "path", Required: true, new("string")))],
        HasBody(method) ? Body(endpoint.Metadata.GetMetadata<RequiredFields>()) : null,
        new() { ["200"] = new OpenApiResponse("The answer."), ["default"] = new OpenApiResponse("An error, in the words of the API.") });

    private static OpenApiBody Body(RequiredFields? fields)
    {
        var required = fields is { Names.Count: > 0 } ? fields.Names : null;
        var json = new OpenApiMedia(new OpenApiSchema("object") { Required = required });
        return new OpenApiBody(required is not null, new() { ["application/json"] = json });
    }

    private static bool HasBody(string method) => HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method);

    /// <summary>A parameter that takes the rest of a path is an ordinary one there.</summary>
    private static string Path(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            _ => "",
        }))));
}
