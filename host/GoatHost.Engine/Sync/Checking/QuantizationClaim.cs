using GoatHost.Abstractions;
using GoatHost.Engine.Sync.Planning;

namespace GoatHost.Engine.Sync.Checking;

/// <summary>Holds what a name or a manifest says of the quantization against what most of the weights are.</summary>
internal static class QuantizationClaim
{
    private const string Claim = "quantization";

    /// <summary>Mixes keep some tensors a size larger or smaller, so a bit more or less is no lie.</summary>
    private const int Tolerance = 1;

    /// <exception cref="RefusedException">The weights are something else altogether.</exception>
    public static Proof? Check(string model, string? claimed, string found)
    {
        if (claimed is null) return null;
        if (Quantizations.Family(claimed) == Quantizations.Family(found))
            return new Proof(Claim, true, $"said to be {claimed}, and most weights are {found}");
        if (Quantizations.Bits(claimed) is { } said && Quantizations.Bits(found) is { } are && Math.Abs(said - are) > Tolerance)
        {
            throw new RefusedException(
                $"{model} is said to be {claimed}, but most of its weights are {found}: nothing of it is kept; try another model.");
        }
        return new Proof(Claim, false, $"said to be {claimed}; most weights are {found}, which a mix of types may explain");
    }
}
