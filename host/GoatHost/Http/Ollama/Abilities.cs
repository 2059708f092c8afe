using GoatHost.Abstractions;
using GoatHost.Engine.Store;

namespace GoatHost.Http.Ollama;

/// <summary>Whether a model can do what a request asks of it.</summary>
internal static class Abilities
{
    /// <param name="limits">What the loaded model can take.</param>
    /// <param name="model">The model.</param>
    /// <param name="name">As the client wrote it.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="route"><c>generate</c> or <c>chat</c>.</param>
    public static void Check(SessionLimits limits, StoredModel model, string name, GenerationRequest request, string route)
    {
        if (!limits.Generates) throw OllamaFailure.Lacks(name, route);
        if (request.Think == true && !limits.Thinks && !ModelCapabilities.Thinks(model.Summary))
            throw OllamaFailure.Lacks(name, "thinking");
        if (request.Tools.Count > 0 && !limits.Tools) throw OllamaFailure.Lacks(name, "tools");
    }
}
