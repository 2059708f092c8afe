using System.Globalization;
using System.Text;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>Writes rules in GBNF (grammars/README.md of llama.cpp).</summary>
internal sealed class GrammarWriter
{
    /// <summary>
    /// Repetitions are written in parts of this size: llama.cpp refuses 2000 at a time, and drops a higher bound without a word.
    /// </summary>
    private const int Part = 1000;
    private const int LongRepetition = 16;
    private const int MostCharacters = 1 << 19;
    private const int MostElements = 400_000;

    private readonly StringBuilder _text = new();
    private readonly Queue<(string Name, Expression Body)> _hoisted = new();
    private readonly Dictionary<(string Name, int Least, int? Most), Expression> _counted = [];
    private readonly HashSet<string> _names;
    private string _rule = "";
    private long _elements;

    private GrammarWriter(IReadOnlyDictionary<string, Expression> rules) => _names = [.. rules.Keys];

    /// <exception cref="GrammarException">The text, or what llama.cpp makes of it, is too large.</exception>
    public static string Write(IReadOnlyDictionary<string, Expression> rules)
    {
        var writer = new GrammarWriter(rules);
        foreach (var (name, body) in rules) writer.Line(name, body);
        while (writer._hoisted.TryDequeue(out var rule)) writer.Line(rule.Name, rule.Body);
        return writer._text.ToString();
    }

    private void Line(string name, Expression body)
    {
        _rule = name;
        _text.Append(name).Append(" ::= ");
        if (body is Expression.Repeat repeat) Repetition(Atom(repeat.Body), repeat.Least, repeat.Most);
        else Alternatives(body);
        _text.Append('\n');
    }

    private void Alternatives(Expression expression)
    {
        if (expression is Expression.Choice choice) Join(choice.Options, " | ", Items);
        else Items(expression);
    }

    private void Items(Expression expression)
    {
        if (expression is Expression.Sequence { Items.Count: > 0 } sequence) Join(sequence.Items, " ", Item);
        else Item(expression);
    }

    private void Item(Expression expression)
    {
        switch (expression)
        {
            case Expression.Literal literal:
                Literal(literal.Value);
                break;
            case Expression.Character character:
                Characters(character.Set);
                break;
            case Expression.Reference reference:
                Count(1, 1);
                _text.Append(reference.Name);
                break;
            case Expression.Repeat repeat:
                Repeated(Atom(repeat.Body), repeat.Least, repeat.Most);
                break;
            case Expression.Sequence { Items.Count: 0 }:
                _text.Append("\"\"");
                break;
            default:
                _text.Append('(');
                Alternatives(expression);
                _text.Append(')');
                break;
        }
    }

    /// <summary>A body that may be repeated as it is: anything but a single element becomes a rule, which counts as one.</summary>
    private Expression Atom(Expression body) => body switch
    {
        Expression.Reference or Expression.Character => body,
        Expression.Literal { Value.Length: 1 } => body,
        _ => Hoist(body),
    };

    private Expression.Reference Hoist(Expression body)
    {
        var number = 1;
        string name;
        while (!_names.Add(name = string.Create(CultureInfo.InvariantCulture, $"{_rule}-{number}"))) number++;
        _hoisted.Enqueue((name, body));
        return new Expression.Reference(name);
    }

    /// <summary>A long repetition is written once, however often it is wanted: each is a rule for every count.</summary>
    private void Repeated(Expression atom, int least, int? most)
    {
        if ((most ?? least) <= LongRepetition || atom is not Expression.Reference reference)
        {
            Repetition(atom, least, most);
            return;
        }
        var key = (reference.Name, least, most);
        if (!_counted.TryGetValue(key, out var rule)) _counted[key] = rule = Hoist(new Expression.Repeat(atom, least, most));
        Item(rule);
    }

    private void Repetition(Expression atom, int least, int? most)
    {
        var optional = most - least;
        if (least <= Part && (optional ?? 0) < Part)
        {
            Times(atom, least, most);
            return;
        }
        var part = Hoist(new Expression.Repeat(atom, Part, Part));
        Times(part, least / Part, least / Part);
        _text.Append(' ');
        Times(atom, least % Part, optional is null ? null : least % Part);
        if (optional is not { } more) return;
        // Whatever number of whole parts is taken, the rest reaches the next: each count up to the most can be made.
        _text.Append(' ');
        Times(part, 0, Math.Max(0, more / Part - 1));
        _text.Append(' ');
        Times(atom, 0, more < Part ? more : Part + more % Part);
    }

    private void Times(Expression atom, int least, int? most)
    {
        if (most == 0)
        {
            _text.Append("\"\"");
            return;
        }
        Item(atom);
        Count(2 * (most ?? least), 0);
        _text.Append((least, most) switch
        {
            (0, null) => "*",
            (1, null) => "+",
            (0, 1) => "?",
            (1, 1) => "",
            (_, null) => string.Create(CultureInfo.InvariantCulture, $"{{{least},}}"),
            _ when least == most => string.Create(CultureInfo.InvariantCulture, $"{{{least}}}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{{{least},{most}}}"),
        });
    }

    private void Join(IReadOnlyList<Expression> parts, string separator, Action<Expression> write)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0) _text.Append(separator);
            write(parts[i]);
        }
    }

    private void Literal(string text)
    {
        _text.Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is >= ' ' and <= '~' and not '"' and not '\\') _text.Append((char)rune.Value);
            else Escape(rune.Value);
        }
        _text.Append('"');
        Count(text.Length, text.Length);
    }

    private void Characters(CharacterSet set)
    {
        _text.Append('[');
        foreach (var (from, to) in set.Ranges)
        {
            Bound(from);
            if (to == from) continue;
            _text.Append('-');
            Bound(to);
        }
        _text.Append(']');
        Count(2 * set.Ranges.Count, 20 * set.Ranges.Count);
    }

    private void Bound(int character)
    {
        if (character < 128 && char.IsAsciiLetterOrDigit((char)character)) _text.Append((char)character);
        else Escape(character);
    }

    private void Escape(int character) => _text.Append(CultureInfo.InvariantCulture, $"{character switch
    {
        < 0x100 => $"\\x{character:X2}",
        < 0x10000 => $"\\u{character:X4}",
        _ => $"\\U{character:X8}",
    }}");

    private void Count(int elements, int characters)
    {
        _elements += elements;
        if (_elements > MostElements || _text.Length + characters > MostCharacters) throw new GrammarException("its grammar is too large");
    }
}
