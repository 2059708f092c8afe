using GoatHost.Abstractions;
using GoatHost.Engine.Verification;
using GoatHost.Engine.Verification.Descriptions;

namespace GoatHost.Engine.Sync.Resolving;

/// <summary>The first stage: what does the reference stand for, and what of it is proven?</summary>
internal sealed class ResolveStage(References references)
{
    public async Task<Resolved> ResolveAsync(Reference reference, bool allowUnproven, SyncProgress notes, CancellationToken ct)
    {
        notes.Begin(SyncStage.Resolve, $"looking for {reference}");
        var resolved = await references.FindAsync(reference, ct);
        var name = resolved.Description.Name;
        if (!ModelNames.IsName(name))
        {
            throw new RefusedException(
                $"{reference} names its model '{ShownText.Of(name)}', which is no catalog name: lower-case letters, digits, '.', '_' and '-', at most 80.");
        }
        if (resolved.Description.Unproven is { } why)
        {
            if (!allowUnproven) throw new RefusedException($"{why.TrimEnd('.')}; --allow-unproven takes it all the same, on your own judgement.");
            notes.Say($"taken unproven, as you asked: {why}");
        }
        var proven = resolved.Description.Proofs.Count(proof => proof.Holds);
        notes.End($"{name}: {proven} of {resolved.Description.Proofs.Count} claims proven", resolved.Description);
        return resolved;
    }
}
