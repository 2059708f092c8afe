using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Plugins.LlamaCpp.Scheduling;

/// <summary>
/// A sequence of the context: the tokens whose keys and values are there, for a generation or for a later one that begins alike.
/// </summary>
internal sealed class Sequence(int id)
{
    public int Id { get; } = id;

    /// <summary>The tokens that it holds, in order.</summary>
    public List<int> Tokens { get; } = [];

    /// <summary>The cell of each token.</summary>
    public List<int> Cells { get; } = [];

    /// <summary>The adapters that they were computed with.</summary>
    public AdapterSet Adapters { get; set; } = AdapterSet.None;

    /// <summary>The generation that works on it, or null when it is only kept.</summary>
    public Generation? Owner { get; set; }

    /// <summary>When it was last worked on; higher is later.</summary>
    public long LastUsed { get; set; }

    /// <summary>Whether its numbers are no longer what a fresh computation would give: tokens were moved up.</summary>
    public bool Shifted { get; set; }

    public int Count => Tokens.Count;
}
