using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama;

/// <summary>What Ollama's API has and goat does not: one publishes by inscription and swarm, and makes no models of uploads.</summary>
internal sealed class NotOfferedEndpoint : IApiEndpoints
{
    private static readonly string[] Uploading = ["HEAD", "POST"];

    public void Map(WebApplication app)
    {
        app.MapPost("/api/push", Answer("Models are not pushed to a registry here: goat seed serves one to others."))
            .Noted("Ollama", "Not offered: publishing goes by inscription and swarm.");
        app.MapMethods("/api/blobs/{digest}", Uploading, Answer("Files are not uploaded here: goat pull registers a .gguf where it lies."))
            .Noted("Ollama", "Not offered: models are not made of uploads.");
    }

    private static RequestDelegate Answer(string sentence) => _ => throw OllamaFailure.NotOffered(sentence);
}
