namespace GoatHost.Plugins.LlamaCpp.Scheduling;

/// <summary>
/// How many tokens of prompts go into a batch: all that fit when nobody else waits, and beside streams as many as hold them up only for
/// a moment.
/// </summary>
internal sealed class PromptBudget(int batchTokens)
{
    private const int Least = 16;
    private const int Untried = 64;
    private const double Follows = 0.2;

    /// <summary>How long a stream may be held up.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private double _perToken;

    /// <summary>Tokens beside so many streams.</summary>
    public int Tokens(int streams)
    {
        if (streams == 0) return batchTokens;
        return Math.Min(_perToken == 0 ? Untried : Math.Max((int)(Moment.TotalSeconds / _perToken), Least), batchTokens);
    }

    /// <summary>Learns from a batch that held prompts.</summary>
    public void Observe(int promptTokens, TimeSpan taken)
    {
        // A few tokens cost as much as one, and tell nothing of many.
        if (promptTokens < Least) return;
        var perToken = taken.TotalSeconds / promptTokens;
        _perToken = _perToken == 0 ? perToken : _perToken + ((perToken - _perToken) * Follows);
    }
}
