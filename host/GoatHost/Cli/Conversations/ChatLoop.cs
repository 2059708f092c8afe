using System.Text;
using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;

namespace GoatHost.Cli.Conversations;

/// <summary>A chat on a terminal: a line, an answer, and the few commands that begin with a slash.</summary>
internal sealed class ChatLoop(Terminal terminal, Conversation conversation, string model)
{
    private const string Fence = "\"\"\"";

    public async Task RunAsync(CancellationToken ct)
    {
        terminal.Out.WriteLine($"{SafeText.Line(model)} on {SafeText.Line(conversation.Limits.Engine)}, context {conversation.Limits.ContextTokens} tokens. /help lists the commands.");
        if (conversation.Continues) terminal.Out.WriteLine("This model has no chat template: it continues what you type.");
        while (await ReadAsync(ct) is { } line)
        {
            if (line.Length == 0) continue;
            if (line.StartsWith('/') && !Obey(line)) return;
            if (!line.StartsWith('/')) await AnswerAsync(line, ct);
        }
        terminal.Out.WriteLine();
    }

    private async Task AnswerAsync(string text, CancellationToken ct)
    {
        try
        {
            await new AnswerWriter(terminal).WriteAsync(conversation.SayAsync(text, ct), showRate: false, ct);
        }
        catch (GoatException refused)
        {
            // A prompt that is too long, or a worker that died: the next one may go well.
            terminal.Error.WriteLine($"goat: {SafeText.Line(refused.Message)}");
        }
    }

    /// <summary>A line, or the lines between two fences of three quotes; null at the end of the input.</summary>
    private async Task<string?> ReadAsync(CancellationToken ct)
    {
        terminal.Out.Write(">>> ");
        var line = await terminal.ReadLineAsync(ct);
        if (line is null || !line.StartsWith(Fence, StringComparison.Ordinal)) return line?.Trim();
        var text = new StringBuilder(line[Fence.Length..]);
        while (!text.ToString().EndsWith(Fence, StringComparison.Ordinal))
        {
            terminal.Out.Write("... ");
            if (await terminal.ReadLineAsync(ct) is not { } next) return text.ToString();
            text.Append('\n').Append(next);
        }
        text.Length -= Fence.Length;
        return text.ToString().Trim('\n');
    }

    /// <summary>Does what a slash asks for; false says goodbye.</summary>
    private bool Obey(string line)
    {
        var (word, rest) = line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank ? (line[..blank], line[blank..].Trim()) : (line, "");
        switch (word)
        {
            case "/bye" or "/exit" or "/quit":
                return false;
            case "/clear":
                conversation.Clear();
                terminal.Out.WriteLine("Forgotten.");
                return true;
            case "/system":
                conversation.SetSystem(rest);
                terminal.Out.WriteLine(rest.Length == 0 ? "No system message." : "System message set.");
                return true;
            default:
                terminal.Out.WriteLine("/bye ends the chat · /clear forgets what was said · /system TEXT sets the system message · \"\"\" begins and ends several lines");
                return true;
        }
    }
}
