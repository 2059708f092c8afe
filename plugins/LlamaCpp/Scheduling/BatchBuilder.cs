using System.Runtime.InteropServices;
using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Plugins.LlamaCpp.Scheduling;

/// <summary>
/// Puts a batch together: one token of each answer that is being written, then prompts in what is left, so that no prompt holds up a
/// stream.
/// </summary>
internal sealed class BatchBuilder(TokenBatch batch, WidthChooser widths, PromptBudget budget)
{
    private readonly List<Generation> _streams = [];
    private readonly List<Generation> _prompts = [];
    private readonly List<BatchPart> _parts = [];
    private int _turn;

    /// <summary>What the batch holds.</summary>
    public IReadOnlyList<BatchPart> Parts => _parts;

    /// <summary>Answers that the batch goes on with.</summary>
    public int Width { get; private set; }

    /// <summary>Tokens of prompts in the batch.</summary>
    public int PromptTokens => batch.Count - Width;

    /// <summary>Fills the batch.</summary>
    /// <param name="running">The generations at work, in the order they came.</param>
    /// <param name="room">Most tokens that the context has room for.</param>
    /// <param name="mostPrompt">Most tokens of prompts, where a smaller batch is wanted than the budget gives.</param>
    /// <param name="adapters">The adapters to compute with: those who want others wait for another batch.</param>
    /// <returns>Whether there is anything to compute.</returns>
    public bool Build(IReadOnlyList<Generation> running, int room, int mostPrompt, AdapterSet adapters)
    {
        batch.Clear();
        _parts.Clear();
        _streams.Clear();
        _prompts.Clear();
        foreach (var generation in running)
        {
            if (generation.IsIdle || !generation.Adapters.Equals(adapters)) continue;
            (generation.Pending == 1 ? _streams : _prompts).Add(generation);
        }
        Width = AddStreams(room);
        AddPrompts(Math.Min(Math.Min(room, batch.Capacity) - batch.Count, Math.Min(mostPrompt, budget.Tokens(_streams.Count))));
        return batch.Count > 0;
    }

    // Beside prompts the batch is wide anyway; alone, streams take turns in groups of the width that brings the most tokens a second.
    private int AddStreams(int room)
    {
        var most = Math.Min(Math.Min(room, batch.Capacity), _streams.Count);
        var width = _prompts.Count > 0 || most == 0 ? most : widths.Choose(most);
        _turn = width < _streams.Count ? _turn % _streams.Count : 0;
        for (var i = 0; i < width; i++) Add(_streams[(_turn + i) % _streams.Count], 1);
        _turn += width;
        return width;
    }

    /// <summary>An equal share for each prompt, and what is left over to the oldest.</summary>
    private void AddPrompts(int tokens)
    {
        if (tokens <= 0 || _prompts.Count == 0) return;
        var share = Math.Max(tokens / _prompts.Count, 1);
        var left = tokens - _prompts.Sum(prompt => Math.Min(prompt.Pending, share));
        foreach (var prompt in _prompts)
        {
            var count = Math.Min(prompt.Pending, share);
            var more = Math.Clamp(left, 0, prompt.Pending - count);
            left -= more;
            count = Math.Min(count + more, tokens);
            tokens -= count;
            if (count > 0) Add(prompt, count);
        }
    }

    private void Add(Generation generation, int count)
    {
        var sequence = generation.Sequence!;
        var next = CollectionsMarshal.AsSpan(generation.Tokens).Slice(sequence.Count, count);
        var last = -1;
        for (var i = 0; i < next.Length; i++)
        {
            var output = sequence.Count + i == generation.Tokens.Count - 1;
            var index = batch.Add(next[i], sequence.Count + i, sequence.Id, output);
            if (output) last = index;
        }
        _parts.Add(new BatchPart(generation, count, last));
    }
}
