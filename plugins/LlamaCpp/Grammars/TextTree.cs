namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>
/// A choice among texts that writes what several begin with only once: each beginning is then one way to go on, not many.
/// </summary>
internal static class TextTree
{
    /// <summary>Below this depth the texts stand side by side, or nested groups would grow without end.</summary>
    private const int MostDepth = 24;

    public static Expression Of(IEnumerable<string> texts) => Tree([.. texts.Distinct().Order(StringComparer.Ordinal)], 0);

    private static Expression Tree(List<string> texts, int depth)
    {
        if (depth > MostDepth || texts.Count < 2) return Expression.OneOf([.. texts.Select(Expression.Text)]);
        var options = new List<Expression>();
        foreach (var group in texts.GroupBy(text => text.Length == 0 ? "" : First(text)))
        {
            var members = group.ToList();
            var shared = group.Key.Length == 0 ? 0 : Shared(members[0], members[^1]);
            var beginning = Expression.Text(members[0][..shared]);
            if (members.Count == 1) options.Add(Expression.Text(members[0]));
            else options.Add(Expression.Of(beginning, Tree([.. members.Select(text => text[shared..])], depth + 1)));
        }
        return Expression.OneOf(options);
    }

    // Texts in order share what the first and the last do.
    private static int Shared(string first, string last)
    {
        var length = 0;
        while (length < first.Length && length < last.Length && First(first[length..]) == First(last[length..]))
        {
            length += First(first[length..]).Length;
        }
        return length;
    }

    private static string First(string text) => text[..(char.IsHighSurrogate(text[0]) && text.Length > 1 ? 2 : 1)];
}
