using System.Globalization;
using System.Text;
using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>
/// Reads a grammar in GBNF (grammars/README.md of llama.cpp) that came with a request. llama.cpp's own reader trusts it: some grammars
/// have it run without end or out of its stack. Tokens by name or number are not taken.
/// </summary>
internal ref struct GrammarReader
{
    private const int MostCharacters = 1 << 18;
    private const int MostDepth = 64;
    private const int MostRepetitions = 100_000;

    private readonly string _text;
    private int _at;
    private int _depth;

    private GrammarReader(string text) => _text = text;

    /// <exception cref="GrammarException">It is no grammar, or one that cannot be worked with.</exception>
    public static Grammar Read(string text)
    {
        if (text.Length > MostCharacters) throw new GrammarException($"it is longer than {MostCharacters} characters");
        var reader = new GrammarReader(text);
        var rules = new Dictionary<string, Expression>();
        var named = new HashSet<string> { Grammar.Root };
        for (reader.Skip(lines: true); !reader.Ended; reader.Skip(lines: true))
        {
            var name = reader.Name();
            reader.Skip(lines: false);
            if (!reader.Take(':') || !reader.Take(':') || !reader.Take('=')) throw reader.Unexpected();
            reader.Skip(lines: true);
            rules[name] = reader.Alternatives(named, inGroup: false);
            if (!reader.Ended && reader.Next is not ('\r' or '\n')) throw reader.Unexpected();
        }
        return named.FirstOrDefault(name => !rules.ContainsKey(name)) is { } missing
            ? throw new GrammarException($"it has no rule '{missing}'")
            : new Grammar(rules);
    }

    private readonly bool Ended => _at == _text.Length;

    private readonly char Next => Ended ? '\0' : _text[_at];

    private Expression Alternatives(HashSet<string> named, bool inGroup)
    {
        if (++_depth > MostDepth) throw new GrammarException("its groups are nested too deep");
        var options = new List<Expression> { Sequence(named, inGroup) };
        while (Take('|'))
        {
            Skip(lines: true);
            options.Add(Sequence(named, inGroup));
        }
        _depth--;
        return OneOf(options);
    }

    private Expression Sequence(HashSet<string> named, bool inGroup)
    {
        var items = new List<Expression>();
        while (!Ended && (Next is '"' or '[' or '(' or '.' || IsOfName(Next)))
        {
            var item = Single(named);
            Skip(inGroup);
            while (!Ended && Next is '*' or '+' or '?' or '{')
            {
                item = Repeated(item, inGroup);
                Skip(inGroup);
            }
            items.Add(item);
        }
        return Of(items);
    }

    private Expression Single(HashSet<string> named)
    {
        if (Take('"'))
        {
            var text = new StringBuilder();
            while (!Take('"')) text.Append(Character());
            return Text(text.ToString());
        }
        if (Take('[')) return OneCharacter(Class());
        if (Take('.')) return OneCharacter(CharacterSet.All);
        if (Take('('))
        {
            Skip(lines: true);
            var body = Alternatives(named, inGroup: true);
            return Take(')') ? body : throw Unexpected();
        }
        var name = Name();
        named.Add(name);
        return Rule(name);
    }

    private Expression Repeated(Expression body, bool inGroup)
    {
        if (Take('*')) return Times(body, 0, null);
        if (Take('+')) return Times(body, 1, null);
        if (Take('?')) return Optional(body);
        _at++;
        Skip(inGroup);
        var least = Count() ?? throw Unexpected();
        int? most = least;
        Skip(inGroup);
        if (Take(','))
        {
            Skip(inGroup);
            most = Count();
            Skip(inGroup);
        }
        if (!Take('}')) throw Unexpected();
        return most < least ? Nothing : Times(body, least, most);
    }

    private int? Count()
    {
        var from = _at;
        while (char.IsAsciiDigit(Next)) _at++;
        if (_at == from) return null;
        var digits = _text.AsSpan(from, _at - from);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MostRepetitions
            ? count
            : throw new GrammarException($"it repeats something more than {MostRepetitions} times");
    }

    private CharacterSet Class()
    {
        var negated = Take('^');
        var set = CharacterSet.None;
        while (!Take(']'))
        {
            var low = Rune.GetRuneAt(Character(), 0).Value;
            var high = low;
            if (Next == '-' && _at + 1 < _text.Length && _text[_at + 1] != ']')
            {
                _at++;
                high = Rune.GetRuneAt(Character(), 0).Value;
            }
            set = set.Union(CharacterSet.Range(low, high));
        }
        return negated ? set.Complement() : set;
    }

    private string Character()
    {
        if (Ended || !Rune.TryGetRuneAt(_text, _at, out var rune)) throw Unexpected();
        _at += rune.Utf16SequenceLength;
        if (rune.Value != '\\') return rune.ToString();
        var letter = Next;
        _at += Ended ? 0 : 1;
        return letter switch
        {
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            '\\' or '"' or '[' or ']' or '-' => letter.ToString(),
            'x' => Hex(2),
            'u' => Hex(4),
            'U' => Hex(8),
            _ => throw new GrammarException($"it has an escape that is not known in line {Line}"),
        };
    }

    private string Hex(int digits)
    {
        if (_at + digits > _text.Length
            || !int.TryParse(_text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || !Rune.IsValid(value))
        {
            throw new GrammarException($"it has an escape that stands for no character in line {Line}");
        }
        _at += digits;
        return new Rune(value).ToString();
    }

    private string Name()
    {
        var from = _at;
        while (!Ended && IsOfName(Next)) _at++;
        return _at > from ? _text[from.._at] : throw Unexpected();
    }

    private void Skip(bool lines)
    {
        while (!Ended && (Next is ' ' or '\t' or '#' || (lines && Next is '\r' or '\n')))
        {
            if (Next != '#') _at++;
            else while (!Ended && Next is not ('\r' or '\n')) _at++;
        }
    }

    private bool Take(char character)
    {
        if (Ended || Next != character) return false;
        _at++;
        return true;
    }

    private readonly int Line => _text.AsSpan(0, _at).Count('\n') + 1;

    private static bool IsOfName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '-';

    private readonly GrammarException Unexpected() => new(Ended
        ? "it ends too soon"
        : Next is '<' or '!'
            ? $"it names a token in line {Line}, and only characters are taken"
            : $"it has '{Next}' where none can be in line {Line}");
}
