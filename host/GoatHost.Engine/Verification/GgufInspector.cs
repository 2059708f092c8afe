using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;

namespace GoatHost.Engine.Verification;

/// <summary>Reads GGUF files, and refuses those that hold a vocabulary alone.</summary>
internal sealed class GgufInspector : IModelInspector
{
    public ModelSummary Inspect(IReadOnlyList<string> paths, CancellationToken ct)
    {
        var summary = GgufSummary.Of(GgufSplit.Read(paths, ct));
        return summary.Parameters > 0
            ? summary
            : throw new RefusedException(
                $"{ShownText.Of(Path.GetFileName(paths[0]))} is a GGUF file with a vocabulary and no weights, so there is nothing to run.");
    }
}
