using GoatHost.Plugins.LlamaCpp.Grammars;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>What an answer has to keep to.</summary>
/// <param name="Gbnf">The grammar, as llama.cpp reads it.</param>
/// <param name="Triggers">Regular expressions (ECMA-262) of which one has to match before it takes hold, from where its group begins; none: it holds from the first token.</param>
/// <param name="Rules">The same grammar, where it was made here.</param>
internal sealed record OutputGrammar(string Gbnf, IReadOnlyList<string> Triggers, Grammar? Rules)
{
    public OutputGrammar(Grammar grammar, IReadOnlyList<string> triggers) : this(grammar.Text, triggers, grammar) { }

    public bool IsLazy => Triggers.Count > 0;
}
