using System.Runtime.CompilerServices;
using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Cli.Conversations;

/// <summary>What was said so far to one model. A model without a chat template continues each prompt by itself.</summary>
internal sealed class Conversation(ILoadedModel model, GenerationRequest settings, bool raw)
{
    private readonly List<ChatMessage> _messages = [];

    /// <summary>Whether prompts are continued rather than answered.</summary>
    public bool Continues => raw;

    public SessionLimits Limits => model.Limits;

    public string? System { get; private set; }

    public void Clear() => _messages.Clear();

    public void SetSystem(string text) => System = text.Length == 0 ? null : text;

    /// <summary>Says something and streams the answer; what was answered is remembered, also when it was stopped half way.</summary>
    public async IAsyncEnumerable<Delta> SayAsync(string text, [EnumeratorCancellation] CancellationToken ct)
    {
        if (raw)
        {
            await foreach (var delta in model.GenerateAsync(settings with { Prompt = text }, ct)) yield return delta;
            yield break;
        }
        List<ChatMessage> asked = [.. System is null ? [] : new[] { new ChatMessage("system", System) }, .. _messages, new("user", text)];
        var answer = new StringBuilder();
        try
        {
            await foreach (var delta in model.GenerateAsync(settings with { Messages = asked }, ct))
            {
                answer.Append(delta.Text);
                yield return delta;
            }
        }
        finally
        {
            if (answer.Length > 0) _messages.AddRange([new("user", text), new("assistant", answer.ToString())]);
        }
    }
}
