using GoatHost.Abstractions;
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
        if (arguments.Count != 1 || !InscriptionReference.TryParse(arguments[0], out var reference))
        {
            output.Text("Usage: goat ordinals prove <txid>[i<n>][?height=<n> | ?block=<hash>]");
            return ExitUsage;
        }
        var proven = await prover.ProveAsync(reference, ct);
        output.Text($"inscription {reference.Id}");
        foreach (var line in ProofLines.Of(proven.Proofs)) output.Text(line);
        if (proven.Unproven is { } why) output.Text($"Warning: {why}");
        return 0;
    }
}
