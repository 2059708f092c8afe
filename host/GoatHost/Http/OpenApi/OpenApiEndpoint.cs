using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Http.OpenApi;

/// <summary><c>/openapi.json</c>: every route that is mapped, read from the routing itself, so that none can be forgotten.</summary>
internal sealed class OpenApiEndpoint : IApiEndpoints
{
    public void Map(WebApplication app) => app.MapGet("/openapi.json", (RequestDelegate)WriteAsync)
        .Noted("GOAT", "This document.").Answers(OpenApiJson.Default.JsonObject);

    private static Task WriteAsync(HttpContext context)
    {
        var endpoints = context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
        return JsonAnswer.WriteAsync(context, Document(endpoints), OpenApiJson.Default.OpenApiDocument);
    }

    private static OpenApiDocument Document(IEnumerable<RouteEndpoint> endpoints)
    {
        var schemas = new JsonSchemas();
        var writer = new OpenApiOperations(schemas);
        var paths = new SortedDictionary<string, Dictionary<string, OpenApiOperation>>(StringComparer.Ordinal);
        foreach (var endpoint in endpoints)
        {
            var path = Path(endpoint.RoutePattern);
            if (!paths.TryGetValue(path, out var operations)) paths[path] = operations = [];
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            {
                operations[method.ToLowerInvariant()] = writer.Write(endpoint, method);
            }
        }
        return new OpenApiDocument("3.1.0", Info, paths, new OpenApiComponents(schemas.All, new()
        {
            ["bearer"] = new OpenApiSecurity("http") { Scheme = "bearer" },
            ["header"] = new OpenApiSecurity("apiKey") { In = "header", Name = "X-Api-Key" },
        }));
    }

    private static OpenApiInfo Info => new(
        "GOAT host",
        typeof(OpenApiEndpoint).Assembly.GetName().Version!.ToString(3),
        "Models from inscriptions, behind the APIs of OpenAI, Anthropic, Ollama and llama-server.");

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
