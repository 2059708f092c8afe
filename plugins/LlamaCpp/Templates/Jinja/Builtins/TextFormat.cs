using System.Globalization;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;

/// <summary>Python's two ways to put values into a text, without widths: <c>{}</c> and <c>%s</c>.</summary>
internal static class TextFormat
{
    /// <summary><c>"{} {0} {name}".format(…)</c>.</summary>
    public static string Braces(string format, Arguments arguments)
    {
        arguments.Budget.Read(format.Length);
        var output = new TextOutput(arguments.Budget);
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            var character = format[i];
            if (character is not ('{' or '}'))
            {
                output.Write(character);
            }
            else if (i + 1 < format.Length && format[i + 1] == character)
            {
                output.Write(character);
                i++;
            }
            else
            {
                var end = character == '{' ? format.IndexOf('}', i) : -1;
                if (end < 0) throw new JinjaException("A format has a bracket by itself");
                output.Write(Printed.Spelled(Field(format[(i + 1)..end], arguments, ref next), arguments.Budget));
                i = end;
            }
        }
        return output.ToString();
    }

    /// <summary><c>"%s %d %%" % values</c>.</summary>
    public static JinjaString Percent(string format, IReadOnlyList<JinjaValue> values, Budget budget)
    {
        budget.Read(format.Length);
        var output = new TextOutput(budget);
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                output.Write(format[i]);
                continue;
            }
            var letter = ++i < format.Length ? format[i] : '\0';
            if (letter == '%')
            {
                output.Write('%');
                continue;
            }
            if (next == values.Count) throw new JinjaException("A format has more places than values");
            output.Write(Spell(letter, values[next++], budget));
        }
        if (next < values.Count) throw new JinjaException("A format has fewer places than values");
        return new JinjaString(output.ToString());
    }

    private static JinjaValue Field(string name, Arguments arguments, ref int next)
    {
        if (name.Length > 0 && !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return arguments.Named.TryGetValue(name, out var value)
                ? value
                : throw new JinjaException($"A format has no value for '{name}'");
        }
        var index = name.Length == 0 ? next++ : int.Parse(name, CultureInfo.InvariantCulture);
        if (index >= arguments.Positional.Count) throw new JinjaException("A format has more places than values");
        return arguments.Positional[index];
    }

    private static string Spell(char letter, JinjaValue value, Budget budget) => letter switch
    {
        's' => Printed.Spelled(value, budget),
        'd' or 'i' when Numbers.IsNumeric(value) => Math.Truncate(Numbers.ToDouble(value)).ToString("F0", CultureInfo.InvariantCulture),
        'f' when Numbers.IsNumeric(value) => Numbers.ToDouble(value).ToString("F6", CultureInfo.InvariantCulture),
        _ => throw new JinjaException($"A format cannot put {value.Kind} where '%{letter}' stands"),
    };
}
