namespace GoatHost.TestKit.Gguf;

/// <summary>What a LoRA adapter adds to one tensor: <see cref="Growing"/> times <see cref="Shrinking"/>.</summary>
/// <param name="Tensor">The tensor's name.</param>
/// <param name="Inputs">Its row.</param>
/// <param name="Outputs">Its rows.</param>
/// <param name="Rank">The width between.</param>
/// <param name="Shrinking">From inputs to rank, row by row.</param>
/// <param name="Growing">From rank to outputs, row by row.</param>
public sealed record LoraDelta(string Tensor, int Inputs, int Outputs, int Rank, float[] Shrinking, float[] Growing)
{
    /// <summary>A delta of random numbers.</summary>
    /// <param name="tensor">The tensor's name.</param>
    /// <param name="inputs">Its row.</param>
    /// <param name="outputs">Its rows.</param>
    /// <param name="rank">The width between.</param>
    /// <param name="strength">0 for a delta that changes nothing.</param>
    /// <param name="seed">Which numbers.</param>
    public static LoraDelta Of(string tensor, int inputs, int outputs, int rank, float strength, int seed = 1)
    {
        var random = new Random(seed);
        return new LoraDelta(tensor, inputs, outputs, rank, Numbers(random, inputs * rank, 1), Numbers(random, outputs * rank, strength));
    }

    /// <summary>Adds the delta to a tensor's weights.</summary>
    /// <param name="weights">The weights, row by row.</param>
    /// <param name="scale">How strongly, with alpha over rank in it.</param>
    public float[] AddedTo(float[] weights, float scale)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var sum = (float[])weights.Clone();
        for (var output = 0; output < Outputs; output++)
        {
            for (var input = 0; input < Inputs; input++)
            {
                var added = 0f;
                for (var at = 0; at < Rank; at++) added += Growing[(output * Rank) + at] * Shrinking[(at * Inputs) + input];
                sum[(output * Inputs) + input] += scale * added;
            }
        }
        return sum;
    }

    private static float[] Numbers(Random random, int count, float strength) =>
        [.. Enumerable.Range(0, count).Select(_ => strength * ((float)random.NextDouble() - 0.5f))];
}
