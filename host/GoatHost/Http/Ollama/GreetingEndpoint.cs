using System.Reflection;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama;

/// <summary>What tools ask to see whether Ollama is there: <c>/</c> and <c>/api/version</c>.</summary>
internal sealed class GreetingEndpoint : IApiEndpoints
{
    private const string ApiVersion = "0.32.0";
    private static readonly string Own =
        typeof(GreetingEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public void Map(WebApplication app)
    {
        app.MapMethods("/", OllamaEndpoints.Reading, (RequestDelegate)GreetAsync)
            .Noted("Ollama", "Say that the server runs.").AnswersText("text/plain");
        app.MapMethods("/api/version", OllamaEndpoints.Reading, (RequestDelegate)TellVersionAsync)
            .Noted("Ollama", "Tell which Ollama's API this is.").Answers(OllamaJson.Default.VersionAnswer);
    }

    private static Task GreetAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = "Ollama is running"u8.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.WriteAsync("Ollama is running", context.RequestAborted);
    }

    private static Task TellVersionAsync(HttpContext context) =>
        JsonAnswer.WriteAsync(context, new VersionAnswer(ApiVersion, Own), OllamaJson.Default.VersionAnswer);
}
