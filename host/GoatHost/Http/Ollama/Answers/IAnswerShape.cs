using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Http.Ollama.Answers;

/// <summary>Where an answer's text stands in its JSON: in <c>response</c>, or in a <c>message</c>.</summary>
internal interface IAnswerShape
{
    /// <param name="json">Inside the object of one line.</param>
    /// <param name="text">The text, empty where there is none.</param>
    /// <param name="thinking">What the model reasoned, if it did.</param>
    /// <param name="calls">The tools that it calls.</param>
    /// <param name="firstCall">How many it called before.</param>
    void Write(Utf8JsonWriter json, string text, string? thinking, IReadOnlyList<ToolCall> calls, int firstCall);
}
