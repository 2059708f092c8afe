using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama;

/// <summary>What Ollama's API has and goat does not: publishing goes by inscription and swarm, and models are not made of uploads.</summary>
internal sealed class NotOfferedEndpoint : IApiEndpoints
{
    private static readonly string[] Uploading = ["HEAD", "POST"];

    public void Map(WebApplication app)
    {
        app.MapPost("/api/push", Answer("Models are not pushed to a registry here: goat seed serves one to others."))
            .Noted("Ollama", "Not offered: answers 501.");
        app.MapMethods("/api/blobs/{digest}", Uploading, Answer("Files are not uploaded here: goat pull registers a .gguf file where it lies."))
            .Noted("Ollama", "Not offered: answers 501.");
    }

    private static RequestDelegate Answer(string sentence) => _ => throw OllamaFailure.NotOffered(sentence);
}
