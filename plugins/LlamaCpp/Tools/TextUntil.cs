using System.Text;
using GoatHost.Plugins.LlamaCpp.Grammars;
using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>
/// Any text up to the first time that a mark stands in it, and the mark: one rule for each part of the mark that was met.
/// </summary>
internal static class TextUntil
{
    public static Expression Write(string mark, GrammarRules rules)
    {
        var runes = mark.EnumerateRunes().ToArray();
        var names = runes.Select(_ => rules.Reserve("until")).ToArray();
        for (var met = 0; met < runes.Length; met++)
        {
            var options = new List<Expression>();
            var others = CharacterSet.All;
            foreach (var rune in runes.Distinct())
            {
                var set = CharacterSet.Of(rune.ToString());
                others = others.Except(set);
                var next = Next(runes, met, rune);
                options.Add(next == runes.Length ? OneCharacter(set) : Of(OneCharacter(set), Rule(names[next])));
            }
            options.Add(Of(OneCharacter(others), Rule(names[0])));
            rules.Set(names[met], OneOf(options));
        }
        return Rule(names[0]);
    }

    /// <summary>How much of the mark is met when a character follows what was met (Knuth, Morris and Pratt).</summary>
    private static int Next(Rune[] mark, int met, Rune rune)
    {
        Rune[] text = [.. mark[..met], rune];
        for (var length = text.Length; length > 0; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(mark.AsSpan(0, length))) return length;
        }
        return 0;
    }
}
