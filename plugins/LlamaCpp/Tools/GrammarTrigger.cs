using System.Text.RegularExpressions;
using GoatHost.Plugins.LlamaCpp.Grammars;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>
/// Watches an answer for the moment when a lazy grammar takes hold. llama.cpp can watch too, but it looks through the whole answer with
/// each token, and where a token runs on from a mark into what the grammar forbids, it ends the process.
/// </summary>
internal sealed class GrammarTrigger
{
    /// <summary>Characters that are looked back on; no mark is longer.</summary>
    private const int Window = 256;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly OutputGrammar _grammar;
    private readonly Regex[] _patterns;
    private readonly List<string> _pieces = [];
    private int _length;
    private bool _over;

    public GrammarTrigger(OutputGrammar grammar)
    {
        _grammar = grammar;
        const RegexOptions Options = RegexOptions.ECMAScript | RegexOptions.CultureInvariant;
        _patterns = [.. grammar.Triggers.Select(pattern => new Regex(pattern, Options, Patience))];
    }

    /// <summary>Adds the text of a token, marks included.</summary>
    /// <returns>
    /// 0 as long as nothing is to be done; else the number of the last tokens that the grammar, just made with its triggers, is to be
    /// given: it holds from the next token on. That happens once at most.
    /// </returns>
    public int Add(string piece)
    {
        if (_over) return 0;
        _pieces.Add(piece);
        _length += piece.Length;
        var from = _pieces.Count;
        var text = "";
        while (from > 0 && text.Length < Window + piece.Length) text = _pieces[--from] + text;
        foreach (var pattern in _patterns)
        {
            // The beginning of the answer is no longer in sight.
            if (from > 0 && pattern.ToString().StartsWith('^')) continue;
            if (pattern.Match(text) is not { Success: true } match) continue;
            _over = true;
            var start = match.Groups.Values.Skip(1).FirstOrDefault(group => group.Length > 0)?.Index ?? match.Index;
            return new GrammarMatcher(_grammar.Grammar).Add(text[start..]) ? Since(from, start) : 0;
        }
        return 0;
    }

    private int Since(int first, int start)
    {
        var end = 0;
        while ((end += _pieces[first].Length) <= start) first++;
        return _pieces.Count - first;
    }
}
