using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Sampling;

/// <summary>Bounds on a grammar before llama.cpp sees it: its parser calls itself for each parenthesis, and a full stack ends the process.</summary>
internal static class GrammarBounds
{
    private const int MostCharacters = 1 << 19;
    private const int MostDepth = 200;

    public static void Check(string grammar)
    {
        if (grammar.Length > MostCharacters)
        {
            throw new RequestException($"The grammar has {grammar.Length} characters, and at most {MostCharacters} are read: make it smaller.");
        }
        if (string.IsNullOrWhiteSpace(grammar) || grammar.Contains('\0'))
        {
            throw new RequestException("The grammar is empty or has a NUL in it: give rules in GBNF, the first of them named root.");
        }
        if (Depth(grammar) > MostDepth)
        {
            throw new RequestException($"The grammar has parentheses more than {MostDepth} deep: give the inner ones rules of their own.");
        }
    }

    // Literals, character classes and comments may hold any parenthesis.
    private static int Depth(string grammar)
    {
        var (depth, deepest) = (0, 0);
        for (var i = 0; i < grammar.Length; i++)
        {
            switch (grammar[i])
            {
                case '(':
                    deepest = Math.Max(deepest, ++depth);
                    break;
                case ')':
                    depth--;
                    break;
                case '"':
                    i = Skip(grammar, i + 1, '"');
                    break;
                case '[':
                    i = Skip(grammar, i + 1, ']');
                    break;
                case '#':
                    i = Skip(grammar, i + 1, '\n');
                    break;
                default:
                    break;
            }
        }
        return deepest;
    }

    private static int Skip(string grammar, int from, char closing)
    {
        for (var i = from; i < grammar.Length; i++)
        {
            if (grammar[i] == closing) return i;
            if (grammar[i] == '\\' && closing != '\n') i++;
        }
        return grammar.Length;
    }
}
