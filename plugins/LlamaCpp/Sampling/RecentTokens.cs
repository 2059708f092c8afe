namespace GoatHost.Plugins.LlamaCpp.Sampling;

/// <summary>The last tokens of an answer and its prompt, as many as penalties look back on.</summary>
internal sealed class RecentTokens(int most)
{
    private readonly int[] _tokens = new int[most];
    private int _added;

    /// <summary>The tokens, in no order.</summary>
    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, Math.Min(_added, most));

    public void Add(int token)
    {
        if (most > 0) _tokens[_added++ % most] = token;
    }
}
