using System.Globalization;
using System.Text;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Syntax;

/// <summary>Escapes of string literals, as Python reads them; one that it does not know stays as it is.</summary>
internal static class StringEscapes
{
    /// <summary>The characters that a literal stands for, or null where a number in it cannot be read.</summary>
    public static string? Decode(ReadOnlySpan<char> literal)
    {
        var text = new StringBuilder(literal.Length);
        while (!literal.IsEmpty)
        {
            if (literal[0] != '\\' || literal.Length == 1)
            {
                text.Append(literal[0]);
                literal = literal[1..];
                continue;
            }
            var digits = literal[1] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (digits > 0)
            {
                if (literal.Length < 2 + digits || !TryAppend(literal.Slice(2, digits), text)) return null;
            }
            else if (literal[1] != '\n')
            {
                AppendSimple(literal[1], text);
            }
            literal = literal[(2 + digits)..];
        }
        return text.ToString();
    }

    private static bool TryAppend(ReadOnlySpan<char> digits, StringBuilder text)
    {
        if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)) return false;
        if (code is < 0 or > 0x10FFFF) return false;
        text.Append(code > char.MaxValue ? char.ConvertFromUtf32(code) : ((char)code).ToString());
        return true;
    }

    private static void AppendSimple(char escaped, StringBuilder text)
    {
        var character = escaped switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\b',
            'f' => '\f',
            'v' => '\v',
            'a' => '\a',
            '0' => '\0',
            '\\' or '\'' or '"' => escaped,
            _ => '\uffff',
        };
        if (character == '\uffff') text.Append('\\').Append(escaped);
        else text.Append(character);
    }
}
