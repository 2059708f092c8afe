using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;

/// <summary>The tests by name.</summary>
internal static class Tests
{
    private static readonly Dictionary<string, Func<JinjaValue, Arguments, bool>> Table = new()
    {
        ["defined"] = (value, _) => value is not JinjaUndefined,
        ["undefined"] = (value, _) => value is JinjaUndefined,
        ["none"] = (value, _) => value is JinjaNone,
        ["true"] = (value, _) => value == JinjaBoolean.True,
        ["false"] = (value, _) => value == JinjaBoolean.False,
        ["boolean"] = (value, _) => value is JinjaBoolean,
        ["string"] = (value, _) => value is JinjaString,
        ["number"] = (value, _) => value is JinjaInteger or JinjaFloat,
        ["integer"] = (value, _) => value is JinjaInteger,
        ["float"] = (value, _) => value is JinjaFloat,
        ["mapping"] = (value, _) => value is JinjaMapping,
        ["iterable"] = (value, _) => value is JinjaString or JinjaList or JinjaMapping or JinjaUndefined,
        ["sequence"] = (value, _) => value is JinjaString or JinjaList or JinjaMapping or JinjaUndefined,
        ["callable"] = (value, _) => value is JinjaCallable,
        ["odd"] = (value, _) => Integer(value) % 2 != 0,
        ["even"] = (value, _) => Integer(value) % 2 == 0,
        ["divisibleby"] = IsDivisible,
        ["lower"] = (value, a) => value is JinjaString text && text.Text == TextChange.Lower(text.Text, a.Budget).Text,
        ["upper"] = (value, a) => value is JinjaString text && text.Text == TextChange.Upper(text.Text, a.Budget).Text,
        ["in"] = Compares("in"),
        ["eq"] = Compares("=="),
        ["equalto"] = Compares("=="),
        ["=="] = Compares("=="),
        ["ne"] = Compares("!="),
        ["!="] = Compares("!="),
        ["lt"] = Compares("<"),
        ["lessthan"] = Compares("<"),
        ["<"] = Compares("<"),
        ["le"] = Compares("<="),
        ["<="] = Compares("<="),
        ["gt"] = Compares(">"),
        ["greaterthan"] = Compares(">"),
        [">"] = Compares(">"),
        ["ge"] = Compares(">="),
        [">="] = Compares(">="),
        ["filter"] = (value, _) => value is JinjaString name && Filters.Find(name.Text) is not null,
        ["test"] = (value, _) => value is JinjaString name && Find(name.Text) is not null,
    };

    public static Func<JinjaValue, Arguments, bool>? Find(string name) => Table.GetValueOrDefault(name);

    private static bool IsDivisible(JinjaValue value, Arguments arguments) => arguments.IntegerOrNull(0, "num") is { } by and not 0
        ? Integer(value) % by == 0
        : throw new JinjaException("Nothing is divisible by 0");

    private static Func<JinjaValue, Arguments, bool> Compares(string symbol) =>
        (value, arguments) => Comparison.Holds(symbol, value, arguments.Required(0, "other"), arguments.Budget);

    private static long Integer(JinjaValue value) =>
        Numbers.TryInteger(value, out var integer) ? integer : throw new JinjaException($"{value.Kind} is neither odd nor even");
}
