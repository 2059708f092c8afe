using GoatHost.Abstractions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>Proofs as the commands print them.</summary>
internal static class ProofLines
{
    public static IEnumerable<string> Of(IEnumerable<Proof> proofs) =>
        proofs.Select(proof => $"  {(proof.Holds ? "proven    " : "not proven")}  {proof.Claim}: {proof.Evidence}");
}
