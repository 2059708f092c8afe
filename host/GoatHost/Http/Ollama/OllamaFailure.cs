namespace GoatHost.Http.Ollama;

/// <summary>Errors in the words that Ollama's clients look for.</summary>
internal static class OllamaFailure
{
    public static ApiException NoModel(string name) => new(404, $"model '{name}' not found") { Param = "model" };

    public static ApiException NoName() => new(400, "model is required") { Param = "model" };

    public static ApiException BadName(string name) => new(400, $"model name \"{name}\" is invalid") { Param = "model" };

    /// <param name="what"><c>thinking</c>, <c>tools</c>, <c>generate</c>, …</param>
    public static ApiException Lacks(string name, string what) => new(400, $"\"{name}\" does not support {what}");

    public static ApiException NotOffered(string sentence) => new(501, sentence);
}
