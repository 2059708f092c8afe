namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>Follows the text of a JSON object (RFC 8259) as it comes in, looking at each character once.</summary>
internal struct JsonFollower
{
    private const int MostDepth = 64;

    private enum Place
    {
        Before, FirstKey, Key, Colon, FirstItem, Value, AfterValue, Whole,
        Text, Escape, Hex, Word, Minus, Zero, Digits, Point, Fraction, Exponent, ExponentSign, ExponentDigits,
    }

    private Place _place;
    // One bit for each open brace or bracket, the innermost lowest: whether it is a brace.
    private ulong _braces;
    private string _word;
    private int _count;
    private bool _isKey;
    private bool _isHalf;

    /// <summary>How many braces and brackets are open.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether the object has ended.</summary>
    public readonly bool IsWhole => _place == Place.Whole;

    /// <summary>Takes the next character.</summary>
    /// <returns>False when no object goes on like this.</returns>
    public bool Take(char next)
    {
        switch (_place)
        {
            case Place.Text: return TakeText(next);
            case Place.Escape: return TakeEscape(next);
            case Place.Hex:
                if (--_count == 0) _place = Place.Text;
                return char.IsAsciiHexDigit(next);
            case Place.Word:
                if (next != _word[_count]) return false;
                if (++_count == _word.Length) _place = Place.AfterValue;
                return true;
            case >= Place.Minus when TakeNumber(next) is { } taken: return taken;
            default: return next is ' ' or '\t' or '\r' or '\n' || TakeMark(next);
        }
    }

    private bool TakeText(char next)
    {
        // Half a character is no text, and could not be sent on.
        if (char.IsLowSurrogate(next) != _isHalf || next < ' ') return false;
        _isHalf = char.IsHighSurrogate(next);
        if (next == '\\') _place = Place.Escape;
        else if (next == '"') _place = _isKey ? Place.Colon : Place.AfterValue;
        return true;
    }

    private bool TakeEscape(char next)
    {
        (_place, _count) = (next == 'u' ? Place.Hex : Place.Text, 4);
        return next is 'u' or '"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't';
    }

    /// <summary>A character inside a number; null when it ends the number, and is to be taken for what it is.</summary>
    private bool? TakeNumber(char next)
    {
        var digit = char.IsAsciiDigit(next);
        var (place, mayEnd) = (_place, next) switch
        {
            (Place.Minus, '0') => (Place.Zero, true),
            (Place.Minus or Place.Digits, _) when digit => (Place.Digits, true),
            (Place.Point or Place.Fraction, _) when digit => (Place.Fraction, true),
            (Place.Exponent or Place.ExponentSign or Place.ExponentDigits, _) when digit => (Place.ExponentDigits, true),
            (Place.Zero or Place.Digits, '.') => (Place.Point, true),
            (Place.Zero or Place.Digits or Place.Fraction, 'e' or 'E') => (Place.Exponent, true),
            (Place.Exponent, '+' or '-') => (Place.ExponentSign, true),
            _ => (Place.AfterValue, _place is Place.Zero or Place.Digits or Place.Fraction or Place.ExponentDigits),
        };
        _place = place;
        if (!mayEnd) return false;
        return place == Place.AfterValue ? null : true;
    }

    private bool TakeMark(char next) => _place switch
    {
        Place.Before => next == '{' && Open(isBrace: true),
        Place.FirstKey => next == '}' ? Close(isBrace: true) : Key(next),
        Place.Key => Key(next),
        Place.Colon => next == ':' && Enter(Place.Value),
        Place.FirstItem => next == ']' ? Close(isBrace: false) : Value(next),
        Place.Value => Value(next),
        Place.AfterValue when next == ',' => Enter((_braces & 1) == 1 ? Place.Key : Place.Value),
        Place.AfterValue when next is '}' or ']' => Close(next == '}'),
        _ => false,
    };

    private bool Key(char next)
    {
        _isKey = true;
        return next == '"' && Enter(Place.Text);
    }

    private bool Value(char next)
    {
        _isKey = false;
        return next switch
        {
            '{' or '[' => Open(next == '{'),
            '"' => Enter(Place.Text),
            't' => Spell("true"),
            'f' => Spell("false"),
            'n' => Spell("null"),
            '-' => Enter(Place.Minus),
            '0' => Enter(Place.Zero),
            _ => char.IsAsciiDigit(next) && Enter(Place.Digits),
        };
    }

    private bool Spell(string word)
    {
        (_word, _count) = (word, 1);
        return Enter(Place.Word);
    }

    private bool Open(bool isBrace)
    {
        if (Depth == MostDepth) return false;
        Depth++;
        _braces = (_braces << 1) | (isBrace ? 1UL : 0);
        return Enter(isBrace ? Place.FirstKey : Place.FirstItem);
    }

    private bool Close(bool isBrace)
    {
        if ((_braces & 1) == 1 != isBrace) return false;
        _braces >>= 1;
        return Enter(--Depth == 0 ? Place.Whole : Place.AfterValue);
    }

    private bool Enter(Place place)
    {
        _place = place;
        return true;
    }
}
