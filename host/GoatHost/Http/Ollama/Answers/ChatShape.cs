using System.Text;
using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Http.Ollama.Answers;

/// <summary>An answer of <c>/api/chat</c>. A call's arguments are an object here, where OpenAI has them as text.</summary>
internal sealed class ChatShape : IAnswerShape
{
    public void Write(Utf8JsonWriter json, string text, string? thinking, IReadOnlyList<ToolCall> calls, int firstCall)
    {
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, text);
        if (!string.IsNullOrEmpty(thinking)) json.WriteString("thinking"u8, thinking);
        if (calls.Count > 0) WriteCalls(json, calls, firstCall);
        json.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter json, IReadOnlyList<ToolCall> calls, int firstCall)
    {
        json.WriteStartArray("tool_calls"u8);
        for (var at = 0; at < calls.Count; at++)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, calls[at].Id);
            json.WriteStartObject("function"u8);
            json.WriteNumber("index"u8, firstCall + at);
            json.WriteString("name"u8, calls[at].Name);
            json.WritePropertyName("arguments"u8);
            if (IsObject(calls[at].Arguments)) json.WriteRawValue(calls[at].Arguments, skipInputValidation: true);
            else throw new GoatException($"The model called {calls[at].Name} with arguments that are no JSON object: ask it again.");
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static bool IsObject(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
