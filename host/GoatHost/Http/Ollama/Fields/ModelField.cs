namespace GoatHost.Http.Ollama.Fields;

/// <summary>Reads which model a request is about; npm's ollama calls it <c>name</c> where others say <c>model</c>.</summary>
internal static class ModelField
{
    public static string Read(JsonFields body) =>
        body.Text("model") is { Length: > 0 } model ? model
        : body.Text("name") is { Length: > 0 } name ? name
        : throw OllamaFailure.NoName();
}
