using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>JSON (RFC 8259) as rules. White space is bounded: a small model that may write it without end does.</summary>
internal static class JsonRules
{
    public const string Space = "space";
    public const string String = "string";
    public const string Integer = "integer";
    public const string Number = "number";
    public const string Value = "value";
    public const string Object = "object";
    public const string Array = "array";

    /// <summary>One character of a string, as it is or escaped.</summary>
    public const string Char = "char";

    private const string Escape = "escape";
    private const string Member = "member";

    /// <summary>What may stand in a string as it is (§7).</summary>
    public static CharacterSet Plain { get; } = CharacterSet.Range(0, 0x1F).Union(CharacterSet.Of("\"\\")).Complement();

    public static Expression Quote { get; } = Text("\"");

    public static Expression Comma { get; } = Of(Text(","), Rule(Space));

    /// <summary>The rules, of which a grammar keeps those that it reaches.</summary>
    public static Dictionary<string, Expression> All()
    {
        var hex = Characters("0123456789abcdefABCDEF");
        var escape = OneOf(
            Characters("\"\\/bfnrt"),
            Of(Text("u"), Characters("0123456789abcABCefEF"), Times(hex, 3, 3)),
            Of(Text("u"), Characters("dD"), Characters("01234567"), Times(hex, 2, 2)),
            // A surrogate comes in a pair, or the text has half a character (§8.2).
            Of(
                Text("u"), Characters("dD"), Characters("89abAB"), Times(hex, 2, 2),
                Text("\\u"), Characters("dD"), Characters("cdefCDEF"), Times(hex, 2, 2)));
        var digit = OneCharacter(CharacterSet.Digits);
        return new Dictionary<string, Expression>
        {
            [Space] = Optional(OneOf(Text(" "), Of(Text("\n"), Times(Characters(" \t"), 0, 20)))),
            [Escape] = escape,
            [Char] = OneOf(OneCharacter(Plain), Of(Text("\\"), Rule(Escape))),
            [String] = Of(Quote, Times(Rule(Char), 0, null), Quote),
            [Integer] = Of(Optional(Text("-")), OneOf(Text("0"), Of(Characters("123456789"), Times(digit, 0, 17)))),
            [Number] = Of(
                Rule(Integer), Optional(Of(Text("."), Times(digit, 1, 17))),
                Optional(Of(Characters("eE"), Optional(Characters("+-")), Times(digit, 1, 2)))),
            [Value] = OneOf(Rule(Object), Rule(Array), Rule(String), Rule(Number), Text("true"), Text("false"), Text("null")),
            [Member] = Of(Rule(String), Text(":"), Rule(Space), Rule(Value)),
            [Object] = Between("{", Rule(Member), "}"),
            [Array] = Between("[", Rule(Value), "]"),
        };
    }

    private static Expression Characters(string characters) => OneCharacter(CharacterSet.Of(characters));

    private static Expression Between(string open, Expression item, string close) =>
        Of(Text(open), Rule(Space), OneOf(Text(close), Of(item, Times(Of(Comma, item), 0, null), Rule(Space), Text(close))));
}
