using System.Numerics;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Texts;

namespace GoatHost.Plugins.LlamaCpp.Sampling;

/// <summary>Natural logarithms of probabilities, from logits as the model gave them.</summary>
internal static class LogProbabilities
{
    /// <summary>Most alternatives that are reported.</summary>
    public const int MostAlternatives = 100;

    /// <summary>Describes a drawn token and the likeliest others.</summary>
    public static TokenInfo Describe(ReadOnlySpan<float> logits, int token, int alternatives, Vocabulary vocabulary)
    {
        var norm = LogSumExp(logits);
        var others = new List<TokenInfo>(alternatives);
        foreach (var id in Likeliest(logits, token, alternatives))
        {
            others.Add(new TokenInfo(id, vocabulary.PieceText(id), logits[id] - norm, []));
        }
        return new TokenInfo(token, vocabulary.PieceText(token), logits[token] - norm, others);
    }

    /// <summary>The logarithm of the sum of the exponentials, kept from overflow by taking the largest out.</summary>
    internal static float LogSumExp(ReadOnlySpan<float> logits)
    {
        var most = new Vector<float>(float.NegativeInfinity);
        var sum = Vector<float>.Zero;
        var whole = logits.Length - (logits.Length % Vector<float>.Count);
        for (var i = 0; i < whole; i += Vector<float>.Count) most = Vector.Max(most, new Vector<float>(logits[i..]));
        var largest = float.NegativeInfinity;
        for (var i = 0; i < Vector<float>.Count; i++) largest = Math.Max(largest, most[i]);
        foreach (var logit in logits[whole..]) largest = Math.Max(largest, logit);
        for (var i = 0; i < whole; i += Vector<float>.Count) sum += Vector.Exp(new Vector<float>(logits[i..]) - new Vector<float>(largest));
        var rest = (double)Vector.Sum(sum);
        foreach (var logit in logits[whole..]) rest += Math.Exp(logit - largest);
        return largest + (float)Math.Log(rest);
    }

    /// <summary>The ids of the largest logits but one token's, largest first.</summary>
    internal static int[] Likeliest(ReadOnlySpan<float> logits, int except, int count)
    {
        var heap = new PriorityQueue<int, float>(count + 1);
        for (var id = 0; id < logits.Length && count > 0; id++)
        {
            if (id == except) continue;
            if (heap.Count < count) heap.Enqueue(id, logits[id]);
            else if (heap.TryPeek(out _, out var least) && logits[id] > least) heap.EnqueueDequeue(id, logits[id]);
        }
        var ids = new int[heap.Count];
        for (var i = ids.Length - 1; i >= 0; i--) ids[i] = heap.Dequeue();
        return ids;
    }
}
