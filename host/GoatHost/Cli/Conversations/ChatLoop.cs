using System.Text;
using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;

namespace GoatHost.Cli.Conversations;

/// <summary>A chat on a terminal: a line, an answer, and the few commands that begin with a slash.</summary>
internal sealed class ChatLoop(Terminal terminal, Conversation conversation, string model, Interrupts interrupts)
{
    private const string Fence = "\"\"\"";

    public async Task RunAsync(CancellationToken ct)
    {
        Show();
        terminal.Out.WriteLine("/help lists the commands.");
        while (await ReadAsync(ct) is { } line)
        {
            if (line.Length == 0) continue;
            if (line.StartsWith('/') && !Obey(line)) return;
            if (!line.StartsWith('/')) await AnswerAsync(line, ct);
        }
        terminal.Out.WriteLine();
    }

    private void Show()
    {
        terminal.Out.WriteLine($"{SafeText.Line(model)} on {SafeText.Line(conversation.Limits.Engine)}, context {conversation.Limits.ContextTokens} tokens.");
        if (conversation.Continues) terminal.Out.WriteLine("This model has no chat template: it continues what you type.");
        foreach (var notice in conversation.Limits.Notices) terminal.Out.WriteLine(SafeText.Line(notice));
        if (conversation.System is { } system) terminal.Out.WriteLine($"System message: {SafeText.Line(system)}");
    }

    /// <summary>Ctrl-C stops the answer and nothing else; a second one while it stops ends the chat.</summary>
    private async Task AnswerAsync(string text, CancellationToken ct)
    {
        using var answer = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var catching = interrupts.Catch(() =>
        {
            if (answer.IsCancellationRequested) return false;
            _ = answer.CancelAsync();
            return true;
        });
        try
        {
            await new AnswerWriter(terminal).WriteAsync(conversation.SayAsync(text, answer.Token), showRate: false, answer.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            terminal.Out.WriteLine();
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
        if (await LineAsync(ct) is not { } line) return null;
        if (!line.StartsWith(Fence, StringComparison.Ordinal)) return line.Trim();
        var text = new StringBuilder(line[Fence.Length..]);
        while (!text.ToString().EndsWith(Fence, StringComparison.Ordinal))
        {
            terminal.Out.Write("... ");
            if (await LineAsync(ct) is not { } next) return text.ToString();
            text.Append('\n').Append(next);
        }
        text.Length -= Fence.Length;
        return text.ToString().Trim('\n');
    }

    /// <summary>What was typed; null at the end of the input, which a Ctrl-C is too.</summary>
    private async Task<string?> LineAsync(CancellationToken ct)
    {
        try
        {
            return await terminal.ReadLineAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return null;
        }
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
            case "/show":
                Show();
                return true;
            case "/set" when rest == "system" || rest.StartsWith("system ", StringComparison.Ordinal):
                return Obey("/" + rest);
            case "/system":
                conversation.SetSystem(rest);
                terminal.Out.WriteLine(rest.Length == 0 ? "No system message." : "System message set.");
                return true;
            default:
                terminal.Out.WriteLine("/bye ends the chat · /clear forgets what was said · /system TEXT sets the system message · /show tells how things stand");
                terminal.Out.WriteLine("\"\"\" begins and ends several lines · Ctrl-C stops an answer");
                return true;
        }
    }
}
