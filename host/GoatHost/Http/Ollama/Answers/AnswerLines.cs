using System.Buffers;
using System.Text;
using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Http.Ollama.Answers;

/// <summary>Writes the lines of an answer into a buffer: pieces as they come, at the end the counts, durations in nanoseconds.</summary>
internal sealed class AnswerLines(IBufferWriter<byte> to, string model, IAnswerShape shape, TimeProvider time) : IDisposable
{
    private static readonly JsonWriterOptions Plain = JsonAnswer.Plain with { SkipValidation = true };

    private readonly Utf8JsonWriter _json = new(to, Plain);
    private readonly CollectedCalls _calls = new();

    /// <summary>A piece of an answer that goes on, if it says anything: calls are told when they are whole.</summary>
    public void Piece(Delta delta)
    {
        var before = _calls.Whole.Count;
        var calls = _calls.Add(delta.ToolCalls);
        if (calls.Count == 0 && delta is { Text: "", Reasoning: null or "", Tokens.Count: 0 }) return;
        Begin();
        shape.Write(_json, delta.Text, delta.Reasoning, calls, before);
        _json.WriteBoolean("done"u8, false);
        if (delta.Tokens.Count > 0) WriteTokens(delta.Tokens);
        End();
    }

    /// <summary>An answer without a model's work: it was loaded, or let go.</summary>
    public void Nothing(string reason)
    {
        Begin();
        shape.Write(_json, "", null, [], 0);
        _json.WriteBoolean("done"u8, true);
        _json.WriteString("done_reason"u8, reason);
        End();
    }

    /// <summary>The last line: of a stream with no text, of a whole answer with all of it.</summary>
    public void Last(AnswerText whole, AnswerEnd end)
    {
        Begin();
        shape.Write(_json, whole.Text, whole.Thinking, whole.Calls, 0);
        _json.WriteBoolean("done"u8, true);
        _json.WriteString("done_reason"u8, end.Generation.Reason == FinishReason.Length ? "length"u8 : "stop"u8);
        if (end.Context is { } context) WriteContext(context);
        WriteTimes(end);
        if (end.Generation.DroppedMessages > 0) _json.WriteNumber("dropped_messages"u8, end.Generation.DroppedMessages);
        if (end.Generation.ContextShifts > 0) _json.WriteNumber("context_shifts"u8, end.Generation.ContextShifts);
        if (whole.Tokens.Count > 0) WriteTokens(whole.Tokens);
        End();
    }

    public void Dispose() => _json.Dispose();

    private void Begin()
    {
        _json.Reset(to);
        _json.WriteStartObject();
        _json.WriteString("model"u8, model);
        _json.WriteString("created_at"u8, time.GetUtcNow().UtcDateTime);
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        to.Write("\n"u8);
    }

    private void WriteContext(IReadOnlyList<int> context)
    {
        _json.WriteStartArray("context"u8);
        foreach (var token in context) _json.WriteNumberValue(token);
        _json.WriteEndArray();
    }

    private void WriteTimes(AnswerEnd end)
    {
        var generation = end.Generation;
        _json.WriteNumber("total_duration"u8, Nanoseconds(end.Total));
        _json.WriteNumber("load_duration"u8, Nanoseconds(end.Load));
        _json.WriteNumber("prompt_eval_count"u8, generation.PromptTokens);
        _json.WriteNumber("prompt_eval_duration"u8, Nanoseconds(generation.PromptTime - generation.QueueTime));
        _json.WriteNumber("eval_count"u8, generation.GeneratedTokens);
        // Clients divide by it, and a single token takes no time from the first to the last.
        _json.WriteNumber("eval_duration"u8, Math.Max(Nanoseconds(generation.GenerationTime), generation.GeneratedTokens > 0 ? 1 : 0));
    }

    private void WriteTokens(IReadOnlyList<TokenInfo> tokens)
    {
        _json.WriteStartArray("logprobs"u8);
        foreach (var token in tokens)
        {
            _json.WriteStartObject();
            WriteToken(token);
            if (token.Alternatives.Count > 0)
            {
                _json.WriteStartArray("top_logprobs"u8);
                foreach (var other in token.Alternatives)
                {
                    _json.WriteStartObject();
                    WriteToken(other);
                    _json.WriteEndObject();
                }
                _json.WriteEndArray();
            }
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
    }

    private void WriteToken(TokenInfo token)
    {
        _json.WriteString("token"u8, token.Text);
        // JSON has no word for minus infinity, the logarithm of a token that cannot be.
        _json.WriteNumber("logprob"u8, Math.Max(token.LogProbability, float.MinValue));
        _json.WriteStartArray("bytes"u8);
        foreach (var b in Encoding.UTF8.GetBytes(token.Text)) _json.WriteNumberValue(b);
        _json.WriteEndArray();
    }

    private static long Nanoseconds(TimeSpan time) => Math.Max(0, time.Ticks) * TimeSpan.NanosecondsPerTick;
}
