using System.Globalization;
using System.Text;
using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>
/// Reads a regular expression (ECMA-262, with the <c>u</c> flag) as the shape of the texts that it matches: characters, classes, groups,
/// alternatives and repetitions, with anchors at the ends alone. What looks back or ahead has no such shape.
/// </summary>
internal ref struct PatternReader
{
    private const int MostCharacters = 2_000;
    private const int MostDepth = 32;
    private const int MostRepetitions = 10_000;
    private const long MostWeight = 20_000;
    private static readonly CharacterSet NoLineEnd = CharacterSet.Of("\n\r\u2028\u2029").Complement();

    private readonly string _pattern;
    private int _at;
    private int _depth;

    private PatternReader(string pattern) => _pattern = pattern;

    /// <exception cref="GrammarException">It is no pattern, or holds what has no shape.</exception>
    public static Expression Read(string pattern)
    {
        if (pattern.Length > MostCharacters) throw new GrammarException($"it is longer than {MostCharacters} characters");
        var reader = new PatternReader(pattern);
        var any = Times(OneCharacter(CharacterSet.All), 0, null);
        var options = new List<Expression>();
        do
        {
            // Unanchored, a pattern may match anywhere in a text.
            var begins = reader.Take('^');
            var body = reader.Sequence();
            var ends = reader.Take('$');
            options.Add(Of([.. begins ? [] : new[] { any }, body, .. ends ? [] : new[] { any }]));
        }
        while (reader.Take('|'));
        if (!reader.Ended) throw reader.Unexpected();
        return Weight(OneOf(options)) <= MostWeight ? OneOf(options) : throw new GrammarException("its repetitions add up to too many");
    }

    /// <summary>How many places in a pattern a text may be at, at once, at worst.</summary>
    private static long Weight(Expression shape) => Math.Min(MostWeight + 1, shape switch
    {
        Sequence sequence => Math.Max(1, sequence.Items.Select(Weight).Where(weight => weight > 1).Sum()),
        Choice choice => choice.Options.Sum(Weight),
        Repeat repeat => Math.Max(1, repeat.Most ?? repeat.Least) * Weight(repeat.Body),
        _ => 1,
    });

    private readonly bool Ended => _at == _pattern.Length;

    private readonly char Next => Ended ? '\0' : _pattern[_at];

    private Expression Alternatives()
    {
        if (++_depth > MostDepth) throw new GrammarException("its groups are nested too deep");
        var options = new List<Expression>();
        do options.Add(Sequence());
        while (Take('|'));
        _depth--;
        return OneOf(options);
    }

    private Expression Sequence()
    {
        var items = new List<Expression>();
        while (!Ended && Next is not ('|' or ')' or '$')) items.Add(Repeated(Single()));
        return Of(items);
    }

    private Expression Repeated(Expression body)
    {
        var (least, most) = (1, (int?)1);
        if (Take('*')) (least, most) = (0, null);
        else if (Take('+')) (least, most) = (1, null);
        else if (Take('?')) (least, most) = (0, 1);
        else if (Take('{')) (least, most) = Counts();
        else return body;
        // A lazy repetition matches the same texts.
        Take('?');
        if (Next is '*' or '+' or '?' or '{') throw Unexpected();
        return most < least ? Nothing : Times(body, least, most);
    }

    private (int Least, int? Most) Counts()
    {
        var least = Count() ?? throw Unexpected();
        int? most = least;
        if (Take(',')) most = Count();
        return Take('}') ? (least, most) : throw Unexpected();
    }

    private int? Count()
    {
        var from = _at;
        while (char.IsAsciiDigit(Next)) _at++;
        if (_at == from) return null;
        return int.TryParse(_pattern.AsSpan(from, _at - from), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= MostRepetitions
            ? count : throw new GrammarException($"it repeats something more than {MostRepetitions} times");
    }

    private Expression Single()
    {
        switch (Next)
        {
            case '(':
                _at++;
                OpenGroup();
                var body = Alternatives();
                return Take(')') ? body : throw Unexpected();
            case '[':
                _at++;
                return OneCharacter(Class());
            case '.':
                _at++;
                return OneCharacter(NoLineEnd);
            case '\\':
                return OneCharacter(PatternEscape.Read(_pattern, ref _at, inClass: false));
            case '^':
                throw new GrammarException("it has an anchor other than at its ends");
            case '*' or '+' or '?' or '{' or '}' or ']':
                throw Unexpected();
            default:
                return Text(Character());
        }
    }

    private void OpenGroup()
    {
        if (!Take('?')) return;
        if (Take(':')) return;
        // A group's name says nothing about the texts.
        if (Take('<') && Next is not ('=' or '!') && _pattern.IndexOf('>', _at) is >= 0 and var end)
        {
            _at = end + 1;
            return;
        }
        throw new GrammarException("it looks ahead or back");
    }

    private CharacterSet Class()
    {
        var negated = Take('^');
        var set = CharacterSet.None;
        while (!Take(']'))
        {
            if (Ended) throw Unexpected();
            var from = ClassItem();
            if (Next == '-' && _at + 1 < _pattern.Length && _pattern[_at + 1] != ']' && from.Ranges is [var (low, alone)] && low == alone)
            {
                _at++;
                if (ClassItem().Ranges is not [var (high, same)] || high != same || high < low) throw Unexpected();
                set = set.Union(CharacterSet.Range(low, high));
            }
            else
            {
                set = set.Union(from);
            }
        }
        return negated ? set.Complement() : set;
    }

    private CharacterSet ClassItem() => Next == '\\' ? PatternEscape.Read(_pattern, ref _at, inClass: true) : CharacterSet.Of(Character());

    private string Character()
    {
        if (Ended || !Rune.TryGetRuneAt(_pattern, _at, out var rune)) throw Unexpected();
        _at += rune.Utf16SequenceLength;
        return rune.ToString();
    }

    private bool Take(char character)
    {
        if (Ended || Next != character) return false;
        _at++;
        return true;
    }

    private readonly GrammarException Unexpected() => new(Ended
        ? "it ends too soon"
        : Next == '$' ? "it has an anchor other than at its ends" : $"it has '{Next}' where none can be");
}
