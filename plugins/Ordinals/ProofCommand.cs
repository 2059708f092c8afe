using System.Security.Cryptography;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Proofs;
using GoatHost.Plugins.Ordinals.Proofs.Bundles;

namespace GoatHost.Plugins.Ordinals;

/// <summary>Packs the proof of an inscription into a file, and checks such a file without any road to the chain.</summary>
internal sealed class ProofCommand(InscriptionProver prover, OrdinalsSettings settings, TimeProvider clock) : ICommand
{
    private const int Done = 0, ExitUsage = 2, ExitRefused = 3;

    public string Name => "proof";

    public string Summary => "Exports a proof that stands by itself (export <txid>[i<n>] <file>), or checks one offline (check <file>).";

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, ICommandOutput output, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(output);
        if (arguments is ["export", var text, var target] && InscriptionReference.TryParse(text, out var reference))
        {
            return await ExportAsync(reference, target, output, ct);
        }
        if (arguments is ["check", var file]) return await CheckAsync(file, output, ct);
        output.Text("Usage: goat ordinals proof export <txid>[i<n>][?height=<n> | ?block=<hash>] <file>");
        output.Text("       goat ordinals proof check <file>");
        return ExitUsage;
    }

    private async Task<int> ExportAsync(InscriptionReference reference, string path, ICommandOutput output, CancellationToken ct)
    {
        if (File.Exists(path) || Directory.Exists(path))
        {
            throw new GoatException($"Writing the proof to {path} failed: that is there already; name another file.");
        }
        var bundle = BundlePacker.Pack(reference.Id, await prover.GatherAsync(reference, ct));
        var bytes = BundleWriter.Write(bundle);
        // What another machine will do with it is done here first.
        Judge(bytes, path);
        await SaveAsync(path, bytes, ct);
        output.Text($"{path}: {bytes.Length} bytes, with {bundle.Headers.Count} headers; goat ordinals proof check verifies it anywhere.");
        return Done;
    }

    private async Task<int> CheckAsync(string path, ICommandOutput output, CancellationToken ct)
    {
        var (bundle, proven) = Judge(await ReadAsync(path, ct), path);
        output.Text($"inscription {bundle.Id} of {bundle.Network.Name}");
        foreach (var line in ProofLines.Of(proven.Proofs)) output.Text(line);
        if (proven.Inscription.Body is { } body)
        {
            output.Text($"  content, as stored: {body.Length} bytes, sha256 {Convert.ToHexStringLower(SHA256.HashData(body.Span))}");
        }
        if (proven.Unproven is null) return Done;
        output.Text($"Warning: {proven.Unproven}");
        return ExitRefused;
    }

    private (ProofBundle Bundle, ProvenInscription Proven) Judge(ReadOnlyMemory<byte> bytes, string path)
    {
        if (!BundleReader.TryRead(bytes, out var bundle))
        {
            throw new RefusedException($"The proof in {path} is refused: its bytes are not a bundle, or it is cut off.");
        }
        var proven = InscriptionProof.Prove(bundle.Id, bundle.ToEvidence(clock));
        var policy = ProofPolicy.Of(settings, bundle.Network);
        return (bundle, proven with { Road = $"the bundle {path}", Unproven = policy.Unproven(bundle.Id, proven.Verdict) });
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            return new FileInfo(path).Length <= BundleReader.MaximumSize
                ? await File.ReadAllBytesAsync(path, ct)
                : throw new RefusedException($"The proof in {path} is refused: it is longer than {BundleReader.MaximumSize / (1024 * 1024)} MiB.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"Reading the proof in {path} failed: {error.Message.TrimEnd('.')}; check the name.", error);
        }
    }

    private static async Task SaveAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await File.WriteAllBytesAsync(part, bytes, ct);
            File.Move(part, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"Writing the proof to {path} failed: {error.Message.TrimEnd('.')}; name another file.", error);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
