using System.Runtime.InteropServices;
using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Plugins.LlamaCpp.Requests;

/// <summary>The tokens that a context holds, so that a prompt which begins like the last one is not computed twice.</summary>
internal sealed class ContextMemory(LlamaContext context)
{
    private readonly List<int> _tokens = [];

    /// <summary>Makes the context hold a prompt.</summary>
    /// <param name="prompt">Its tokens.</param>
    /// <param name="reuse">
    /// Whether what is there may serve. Its numbers differ in the last bits, since they were computed in other batches:
    /// enough to break the promise that one seed gives one answer.
    /// </param>
    /// <param name="ct">Stops the computation.</param>
    public void Load(ReadOnlySpan<int> prompt, bool reuse, CancellationToken ct)
    {
        // At least the last token is computed, for the logits after it.
        var common = reuse ? Math.Min(CollectionsMarshal.AsSpan(_tokens).CommonPrefixLength(prompt), prompt.Length - 1) : 0;
        _tokens.Clear();
        common = common > 0 ? context.Keep(common) : 0;
        if (common == 0) context.Clear();
        context.Decode(prompt[common..], ct);
        _tokens.AddRange(prompt);
    }

    /// <summary>Adds a drawn token.</summary>
    public void Append(int token, CancellationToken ct)
    {
        try
        {
            context.Decode([token], ct);
            _tokens.Add(token);
        }
        catch
        {
            _tokens.Clear();
            throw;
        }
    }
}
