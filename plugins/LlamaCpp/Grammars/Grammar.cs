namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>The shape of a text: rules by name, and the one that a text begins with.</summary>
internal sealed class Grammar
{
    public const string Root = "root";

    private readonly Dictionary<string, Expression> _rules;

    /// <summary>Takes rules over, leaves out what no text can come of and what is never reached, and checks what is left.</summary>
    /// <exception cref="GrammarException">No text fits, or llama.cpp could not work with it.</exception>
    public Grammar(IReadOnlyDictionary<string, Expression> rules)
    {
        _rules = GrammarPruner.Prune(rules);
        GrammarCheck.Throw(_rules);
        Text = GrammarWriter.Write(_rules);
    }

    public IReadOnlyDictionary<string, Expression> Rules => _rules;

    /// <summary>The grammar in GBNF, as llama.cpp reads it.</summary>
    public string Text { get; }

    /// <summary>Whether a text fits as a whole.</summary>
    public bool Accepts(string text)
    {
        var matcher = new GrammarMatcher(this);
        return matcher.Add(text) && matcher.IsWhole;
    }
}
