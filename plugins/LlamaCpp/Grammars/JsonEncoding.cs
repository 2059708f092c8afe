using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>The shape of a text, as that text is written inside a JSON string (RFC 8259 §7).</summary>
internal static class JsonEncoding
{
    private static readonly (char Character, string Written)[] Short =
        [('"', "\\\""), ('\\', "\\\\"), ('\b', "\\b"), ('\f', "\\f"), ('\n', "\\n"), ('\r', "\\r"), ('\t', "\\t")];

    public static Expression Of(Expression shape) => shape switch
    {
        Literal literal => Text(JsonText.Quoted(literal.Value)[1..^1]),
        Character character => Of(character.Set),
        Sequence sequence => Expression.Of([.. sequence.Items.Select(Of)]),
        Choice choice => OneOf([.. choice.Options.Select(Of)]),
        Repeat repeat => Times(Of(repeat.Body), repeat.Least, repeat.Most),
        _ => shape,
    };

    private static Expression Of(CharacterSet set)
    {
        var options = new List<Expression>();
        if (set.Intersect(JsonRules.Plain) is { IsEmpty: false } plain) options.Add(OneCharacter(plain));
        foreach (var (character, written) in Short)
        {
            if (set.Contains(character)) options.Add(Text(written));
        }
        var controls = set.Intersect(CharacterSet.Range(0, 0x1F)).Except(CharacterSet.Of("\b\f\n\r\t"));
        for (var high = 0; high < 2; high++)
        {
            var digits = new string([.. "0123456789abcdef".Where((_, low) => controls.Contains(16 * high + low))]);
            if (digits.Length > 0) options.Add(Expression.Of(Text($"\\u00{high}"), OneCharacter(CharacterSet.Of(digits))));
        }
        return OneOf(options);
    }
}
