namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>How many characters a shape without rules may have.</summary>
internal static class TextLength
{
    /// <summary>The fewest, and the most if there is a most.</summary>
    public static (long Least, long? Most) Of(Expression shape)
    {
        switch (shape)
        {
            case Expression.Literal literal:
                var length = literal.Value.EnumerateRunes().Count();
                return (length, length);
            case Expression.Sequence sequence:
                var items = sequence.Items.Select(Of).ToList();
                return (items.Sum(item => item.Least), items.Any(item => item.Most is null) ? null : items.Sum(item => item.Most));
            case Expression.Choice { Options.Count: > 0 } choice:
                var options = choice.Options.Select(Of).ToList();
                var endless = options.Any(option => option.Most is null);
                return (options.Min(option => option.Least), endless ? null : options.Max(option => option.Most));
            case Expression.Repeat repeat:
                var (least, most) = Of(repeat.Body);
                return (least * repeat.Least, most * repeat.Most);
            default:
                return (1, 1);
        }
    }
}
