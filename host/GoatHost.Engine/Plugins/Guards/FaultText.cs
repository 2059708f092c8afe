using GoatHost.Abstractions;

namespace GoatHost.Engine.Plugins.Guards;

/// <summary>What is kept of an exception: its text. The object holds the plugin's methods in its stack trace and would pin its load context.</summary>
internal static class FaultText
{
    private const int Longest = 600;

    /// <summary>One line for a person.</summary>
    public static string Of(Exception exception)
    {
        var cause = exception is AggregateException { InnerExceptions: [var only] } ? only : exception;
        return cause is GoatException ? Line(cause.Message) : Line($"{cause.GetType().Name}: {cause.Message}");
    }

    /// <summary>The message as one bounded line that ends like a sentence.</summary>
    public static string Line(string text)
    {
        var flat = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var clean = string.Concat(flat.Take(Longest).Where(c => !char.IsControl(c)));
        return clean.Length > 0 && clean[^1] is '.' or '!' or '?' ? clean : clean + (flat.Length > Longest ? "…" : ".");
    }
}
