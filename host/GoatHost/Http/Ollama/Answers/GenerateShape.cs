using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Http.Ollama.Answers;

/// <summary>An answer of <c>/api/generate</c>.</summary>
internal sealed class GenerateShape : IAnswerShape
{
    public void Write(Utf8JsonWriter json, string text, string? thinking, IReadOnlyList<ToolCall> calls, int firstCall)
    {
        json.WriteString("response"u8, text);
        if (!string.IsNullOrEmpty(thinking)) json.WriteString("thinking"u8, thinking);
    }
}
