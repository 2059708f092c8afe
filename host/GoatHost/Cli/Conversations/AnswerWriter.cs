using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;

namespace GoatHost.Cli.Conversations;

/// <summary>Writes an answer as it comes, harmless to a terminal.</summary>
internal sealed class AnswerWriter(Terminal terminal)
{
    public async Task<GenerationEnd?> WriteAsync(IAsyncEnumerable<Delta> answer, bool showRate, CancellationToken ct)
    {
        GenerationEnd? end = null;
        await foreach (var delta in answer.WithCancellation(ct))
        {
            if (delta.Reasoning is { Length: > 0 } reasoning && terminal.ErrorIsTerminal) terminal.Error.Write(SafeText.Block(reasoning));
            terminal.Out.Write(SafeText.Block(delta.Text));
            end = delta.End ?? end;
        }
        terminal.Out.WriteLine();
        if (showRate && end is not null) terminal.Error.WriteLine(RateLine(end));
        return end;
    }

    public static string RateLine(GenerationEnd end) =>
        $"{end.GeneratedTokens} tokens at {Quantities.Rate(end.GeneratedTokens, end.GenerationTime)} tokens/s; prompt of {end.PromptTokens} tokens in {Quantities.Time(end.PromptTime)}"
        + (end.Reason == FinishReason.Length ? "; ended by the token limit" : "");
}
