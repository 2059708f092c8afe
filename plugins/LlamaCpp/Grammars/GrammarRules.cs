using System.Globalization;
using System.Text;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>The rules of a grammar while it is made, with those of JSON among them.</summary>
internal sealed class GrammarRules
{
    private readonly Dictionary<string, Expression> _rules = JsonRules.All();
    private readonly HashSet<string> _names;
    private readonly Dictionary<string, int> _numbers = [];

    public GrammarRules() => _names = [.. _rules.Keys, Grammar.Root];

    public int Count => _names.Count;

    /// <summary>A name that no rule has yet, after a hint.</summary>
    public string Reserve(string hint)
    {
        var letters = new StringBuilder();
        foreach (var letter in hint)
        {
            if (letters.Length < 24) letters.Append(char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-');
        }
        var stem = letters.ToString().Trim('-') is { Length: > 0 } words ? words : "part";
        var name = stem;
        while (!_names.Add(name))
        {
            var number = _numbers[stem] = _numbers.GetValueOrDefault(stem, 1) + 1;
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}");
        }
        return name;
    }

    public void Set(string name, Expression body) => _rules[name] = body;

    /// <summary>Adds a rule under a new name.</summary>
    public Expression Add(string hint, Expression body)
    {
        var name = Reserve(hint);
        Set(name, body);
        return Expression.Rule(name);
    }

    /// <exception cref="GrammarException">No text fits, or llama.cpp could not work with it.</exception>
    public Grammar Finish() => new(_rules);
}
