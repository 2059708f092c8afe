using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Http.OpenAi.Chat;

/// <summary>A session's words in OpenAI's.</summary>
internal static class ChatWords
{
    public static string FinishReason(GenerationEnd? end) => end?.Reason switch
    {
        Abstractions.FinishReason.Length => "length",
        Abstractions.FinishReason.ToolCalls => "tool_calls",
        _ => "stop",
    };

    public static ChatToolCall Call(ToolCall call) => new(null, call.Id, "function", new ChatFunction(call.Name, call.Arguments));

    public static ChatToolCall Piece(ToolCallDelta piece, int index) =>
        new(index, piece.Id, piece.Name is null ? null : "function", new ChatFunction(piece.Name, piece.Arguments));

    public static ChatLogProbs LogProbs(IReadOnlyList<TokenInfo> tokens) =>
        new([.. tokens.Select(token => LogProb(token) with { TopLogprobs = [.. token.Alternatives.Select(LogProb)] })]);

    private static ChatLogProb LogProb(TokenInfo token) =>
        new(token.Text, Finite(token.LogProbability), [.. Encoding.UTF8.GetBytes(token.Text).Select(b => (int)b)]);

    /// <summary>JSON has no infinity; OpenAI writes -9999 for a token that could not have come.</summary>
    public static float Finite(float logProbability) => float.IsFinite(logProbability) ? logProbability : -9999;
}
