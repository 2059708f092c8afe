using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification;

/// <summary>Reads the structure of model files with bounded, managed code, before native code sees a byte.</summary>
public interface IModelInspector
{
    /// <summary>Reads a model.</summary>
    /// <param name="paths">Full paths, shards in order.</param>
    /// <param name="ct">Cancels the reading.</param>
    /// <returns>What the files say about themselves.</returns>
    /// <exception cref="RefusedException">They are not whole, well-formed model files: the sentence says where and why.</exception>
    ModelSummary Inspect(IReadOnlyList<string> paths, CancellationToken ct);
}
