using GoatHost.Http.Ollama.Library;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama;

/// <summary>What Ollama's API has and goat does not: one publishes by inscription and swarm, and makes no models of uploads.</summary>
internal sealed class NotOfferedEndpoint(IModelLibrary library) : IApiEndpoints
{
    private const string NoUploads = "Files are not uploaded here: goat pull registers a .gguf where it lies.";

    private static readonly string[] Heading = ["HEAD"];

    public void Map(WebApplication app)
    {
        app.MapPost("/api/push", Answer("Models are not pushed to a registry here: goat seed serves one to others."))
            .Noted("Ollama", "Not offered: publishing goes by inscription and swarm.");
        app.MapPost("/api/blobs/{digest}", Answer(NoUploads)).Noted("Ollama", "Not offered: models are not made of uploads.");
        app.MapMethods("/api/blobs/{digest}", Heading, (RequestDelegate)FindAsync).Noted("Ollama", "Whether an adapter was registered with goat pull.");
    }

    /// <summary>Clients ask before they upload: what is here already need not be.</summary>
    private async Task FindAsync(HttpContext context)
    {
        if (await library.FindAdapterAsync(RouteText.Of(context, "digest"), context.RequestAborted) is null) throw OllamaFailure.NotOffered(NoUploads);
    }

    private static RequestDelegate Answer(string sentence) => _ => throw OllamaFailure.NotOffered(sentence);
}
