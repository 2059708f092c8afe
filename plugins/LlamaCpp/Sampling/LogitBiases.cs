using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Texts;

namespace GoatHost.Plugins.LlamaCpp.Sampling;

/// <summary>What is added to the logits of single tokens.</summary>
internal static class LogitBiases
{
    /// <summary>The biases asked for, and the ends of text forbidden where the answer is to go on past them.</summary>
    public static Dictionary<int, float> Make(GenerationRequest request, Vocabulary vocabulary)
    {
        var biases = new Dictionary<int, float>();
        foreach (var (token, bias) in request.Sampling.LogitBias ?? new Dictionary<int, float>())
        {
            biases[token] = (uint)token < (uint)vocabulary.Size
                ? bias
                : throw new RequestException($"A logit bias is for the token {token}, and the model knows {vocabulary.Size}, from 0.");
        }
        if (!request.IgnoreEnd) return biases;
        foreach (var token in vocabulary.EndTokens) biases[token] = float.NegativeInfinity;
        return biases;
    }
}
