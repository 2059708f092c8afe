using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Proofs;

namespace GoatHost.Plugins.Ordinals;

/// <summary>Shows what can be proven of an inscription, line by line.</summary>
internal sealed class ProveCommand(InscriptionProver prover) : ICommand
{
    private const int ExitUsage = 2;

    public string Name => "prove";

    public string Summary => "Proves an inscription (<txid>[i<n>]) and says against what, and what is not proven.";

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, ICommandOutput output, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(output);
        if (arguments.Count != 1 || !InscriptionId.TryParse(arguments[0], out var id))
        {
            output.Text("Usage: goat ordinals prove <txid>[i<n>]");
            return ExitUsage;
        }
        var proven = await prover.ProveAsync(id, ct);
        output.Text($"inscription {id}");
        foreach (var proof in proven.Proofs)
        {
            output.Text($"  {(proof.Holds ? "proven    " : "not proven")}  {proof.Claim}: {proof.Evidence}");
        }
        return 0;
    }
}
