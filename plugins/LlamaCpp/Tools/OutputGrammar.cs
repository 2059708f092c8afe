using GoatHost.Plugins.LlamaCpp.Grammars;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>What an answer has to keep to.</summary>
/// <param name="Grammar">The grammar.</param>
/// <param name="Triggers">
/// Regular expressions (ECMA-262) of which one has to match before it takes hold, from where its group begins; none: it holds from the
/// first token.
/// </param>
internal sealed record OutputGrammar(Grammar Grammar, IReadOnlyList<string> Triggers)
{
    /// <summary>The grammar as llama.cpp reads it.</summary>
    public string Gbnf => Grammar.Text;

    /// <summary>What of the request is not kept to, for people.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    public bool IsLazy => Triggers.Count > 0;
}
