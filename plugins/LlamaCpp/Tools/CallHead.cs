using System.Text.RegularExpressions;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>
/// What stands in a call's object before its arguments, where those are an object: then they can be told on as they come.
/// </summary>
/// <param name="Id">The id, if it stands there.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Length">How long it is, up to the arguments' brace.</param>
internal sealed partial record CallHead(string? Id, string Name, int Length)
{
    private const int MostLength = 512;

    /// <summary>Reads it from a text that begins with the object's brace.</summary>
    /// <returns>Null when it is not whole yet, or of another form: such a call is read when all of it is there.</returns>
    public static CallHead? Read(string text, int begin, CallStep.Object step)
    {
        var match = Form().Match(text.Substring(begin, Math.Min(MostLength, text.Length - begin)));
        if (!match.Success) return null;
        string? id = null, name = null;
        var (keys, values) = (match.Groups["key"].Captures, match.Groups["value"].Captures);
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Value == step.NameKey || (keys[i].Value == "name" && name is null)) name = values[i].Value;
            // An id that comes first is the call's number in this answer, and the next answer has the same.
            if (keys[i].Value == step.IdKey && !step.IdFirst) id = values[i].Value;
        }
        return name is null ? null : new CallHead(id, name, match.Length);
    }

    [GeneratedRegex("""
        \A\{(?:[ \t\r\n]*"(?<key>[^"\\\x00-\x1f]*)"[ \t\r\n]*:[ \t\r\n]*"(?<value>[^"\\\x00-\x1f]*)"[ \t\r\n]*,)+
        [ \t\r\n]*"(?:arguments|parameters)"[ \t\r\n]*:[ \t\r\n]*(?=\{)
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
