using System.Globalization;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>What follows a backslash in a regular expression, where it stands for one character.</summary>
internal static class PatternEscape
{
    private static readonly CharacterSet Word =
        CharacterSet.Range('a', 'z').Union(CharacterSet.Range('A', 'Z')).Union(CharacterSet.Digits).Union(CharacterSet.Of("_"));

    private static readonly CharacterSet Space =
        CharacterSet.Of("\t\n\v\f\r \u00A0\u1680\u2028\u2029\u202F\u205F\u3000\uFEFF").Union(CharacterSet.Range(0x2000, 0x200A));

    /// <summary>Reads from the backslash on.</summary>
    /// <exception cref="GrammarException">It stands for no character.</exception>
    public static CharacterSet Read(string pattern, ref int at, bool inClass)
    {
        var letter = at + 1 < pattern.Length ? pattern[at + 1] : throw new GrammarException("it ends too soon");
        at += 2;
        switch (letter)
        {
            case 'd': return CharacterSet.Digits;
            case 'D': return CharacterSet.Digits.Complement();
            case 'w': return Word;
            case 'W': return Word.Complement();
            case 's': return Space;
            case 'S': return Space.Complement();
            case 'n': return CharacterSet.Of("\n");
            case 'r': return CharacterSet.Of("\r");
            case 't': return CharacterSet.Of("\t");
            case 'v': return CharacterSet.Of("\v");
            case 'f': return CharacterSet.Of("\f");
            case 'b' when inClass: return CharacterSet.Of("\b");
            case 'b' or 'B': throw new GrammarException("it asks for the edge of a word");
            case '0': return CharacterSet.Of("\0");
            case >= '1' and <= '9' or 'k': throw new GrammarException("it refers back to a group");
            case 'p' or 'P': throw new GrammarException("it names a class of Unicode characters");
            case 'x': return One(Hex(pattern, ref at, 2));
            case 'u' when at < pattern.Length && pattern[at] == '{':
                var end = pattern.IndexOf('}', at);
                var digits = end - at - 1;
                at++;
                if (digits is < 1 or > 6) throw NoCharacter();
                var point = One(Hex(pattern, ref at, digits));
                at++;
                return point;
            case 'u': return One(Hex(pattern, ref at, 4));
            default:
                return char.IsAsciiLetterOrDigit(letter) || char.IsSurrogate(letter)
                    ? throw new GrammarException($"it has the escape \\{letter}, which is not known") : CharacterSet.Of(letter.ToString());
        }
    }

    private static int Hex(string pattern, ref int at, int digits)
    {
        if (at + digits > pattern.Length) throw NoCharacter();
        var written = pattern.AsSpan(at, digits);
        if (!int.TryParse(written, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) throw NoCharacter();
        at += digits;
        return value;
    }

    private static CharacterSet One(int character) =>
        character <= 0x10FFFF && CharacterSet.Range(character, character) is { IsEmpty: false } one ? one : throw NoCharacter();

    private static GrammarException NoCharacter() => new("it has an escape that stands for no character");
}
