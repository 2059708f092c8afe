namespace GoatHost.Http.OpenAi.Completions;

/// <summary>Of more answers than are wanted those that the model found likeliest, token for token.</summary>
internal static class BestChoices
{
    /// <param name="answers">The answers, those to one prompt one after the other.</param>
    /// <param name="each">How many there are to each prompt.</param>
    /// <param name="wanted">How many of these are wanted.</param>
    public static CollectedAnswer[] Pick(CollectedAnswer[] answers, int each, int wanted) => each == wanted
        ? answers
        : [.. answers.Chunk(each).SelectMany(choices => choices.OrderByDescending(Likelihood).Take(wanted))];

    private static double Likelihood(CollectedAnswer answer) =>
        answer.Tokens.Count == 0 ? double.NegativeInfinity : answer.Tokens.Average(token => (double)token.LogProbability);
}
