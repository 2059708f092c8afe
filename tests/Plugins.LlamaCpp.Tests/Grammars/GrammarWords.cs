using System.Text;
using GoatHost.Plugins.LlamaCpp.Grammars;

namespace Plugins.LlamaCpp.Tests.Grammars;

/// <summary>Writes texts of a grammar at random, soon taking the shortest way out.</summary>
internal sealed class GrammarWords
{
    private readonly Grammar _grammar;
    private readonly Dictionary<string, int> _depths = [];

    public GrammarWords(Grammar grammar)
    {
        _grammar = grammar;
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (name, body) in grammar.Rules)
            {
                var depth = Depth(body);
                if (depth >= _depths.GetValueOrDefault(name, int.MaxValue)) continue;
                _depths[name] = depth;
                changed = true;
            }
        }
    }

    public string Write(Random random, int budget = 12)
    {
        var text = new StringBuilder();
        Write(_grammar.Rules[Grammar.Root], random, budget, text);
        return text.ToString();
    }

    private void Write(Expression expression, Random random, int budget, StringBuilder text)
    {
        switch (expression)
        {
            case Expression.Literal literal:
                text.Append(literal.Value);
                break;
            case Expression.Character character:
                var (from, to) = character.Set.Ranges[random.Next(character.Set.Ranges.Count)];
                text.Append(new Rune(random.Next(3) > 0 ? Math.Min(from + random.Next(96), to) : random.Next(from, to + 1)));
                break;
            case Expression.Sequence sequence:
                foreach (var item in sequence.Items) Write(item, random, budget, text);
                break;
            case Expression.Choice choice:
                var options = choice.Options;
                Write(budget > 0 && text.Length < 4000 ? options[random.Next(options.Count)] : options.MinBy(Depth)!, random, budget, text);
                break;
            case Expression.Repeat repeat:
                var more = budget > 0 && text.Length < 4000 ? random.Next(Math.Min(repeat.Most - repeat.Least ?? 4, 4) + 1) : 0;
                if (random.Next(8) == 0 && repeat.Most is { } most && most < 2500) more = most - repeat.Least;
                for (var i = 0; i < repeat.Least + more; i++) Write(repeat.Body, random, budget - 1, text);
                break;
            case Expression.Reference reference:
                Write(_grammar.Rules[reference.Name], random, budget - 1, text);
                break;
        }
    }

    private int Depth(Expression expression) => expression switch
    {
        Expression.Sequence sequence => sequence.Items.Count == 0 ? 0 : sequence.Items.Max(Depth),
        Expression.Choice choice => choice.Options.Min(Depth),
        Expression.Repeat repeat => repeat.Least == 0 ? 0 : Depth(repeat.Body),
        Expression.Reference reference => _depths.TryGetValue(reference.Name, out var depth) ? depth + 1 : 1_000_000,
        _ => 0,
    };
}
