using GoatHost.Http.Anthropic;
using GoatHost.Http.LlamaServer;
using GoatHost.Http.Ollama;
using GoatHost.Http.OpenAi;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Errors;

/// <summary>Whose words an error is told in: a path's API decides, also where the path leads nowhere.</summary>
internal static class ErrorDialects
{
    private static readonly OpenAiErrors OpenAi = new();
    private static readonly AnthropicErrors Anthropic = new();
    private static readonly OllamaErrors Ollama = new();
    private static readonly LlamaServerErrors LlamaServer = new();

    /// <summary>Anthropic's clients list models where OpenAI's do.</summary>
    public static IErrorDialect Of(HttpRequest request) =>
        Of(request.Path) is var own && own == OpenAi && AnthropicModels.AreAskedBy(request) ? Anthropic : own;

    public static IErrorDialect Of(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.Ordinal) ? Ollama
        : path.StartsWithSegments("/v1/messages", StringComparison.Ordinal) ? Anthropic
        : path.StartsWithSegments("/v1", StringComparison.Ordinal) ? OpenAi
        : LlamaServer;
}
