using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Proofs;

namespace GoatHost.Plugins.Ordinals;

/// <summary>Brings a file that is inscribed whole.</summary>
internal sealed class OrdinalsTransport(InscriptionProver prover) : ITransport
{
    private const int ChunkSize = 1024 * 1024;

    public string Name => InscriptionId.Scheme;

    public bool CanFetch(Locator locator) => locator.Scheme == InscriptionId.Scheme && InscriptionReference.TryParse(locator.Text, out _);

    public async Task<IReadOnlyList<RemoteFile>> ListAsync(Locator locator, CancellationToken ct)
    {
        var (id, body) = await ReadAsync(locator, ct);
        var extension = body.Span.StartsWith("GGUF"u8) ? ".gguf" : "";
        return [new($"{id}{extension}", body.Length)];
    }

    public async Task FetchAsync(
        Locator locator, IReadOnlyList<IArtifactFile> files, IProgress<TransferNote>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.Count != 1)
        {
            throw new GoatException($"Fetching {locator} failed: an inscription holds one file, and {files.Count} were asked for.");
        }
        progress?.Report(new("reading and proving the inscription"));
        var (id, body) = await ReadAsync(locator, ct);
        var file = files[0];
        if (file.Length != body.Length)
        {
            throw new RefusedException(
                $"Inscription {id} is refused as {file.Path}: it holds {body.Length} bytes, and {file.Length} were described.");
        }
        foreach (var missing in file.Missing)
        {
            for (var at = missing.Offset; at < missing.End; at += ChunkSize)
            {
                await file.WriteAsync(at, body.Slice((int)at, (int)Math.Min(ChunkSize, missing.End - at)), ct);
            }
        }
    }

    private async Task<(InscriptionId, ReadOnlyMemory<byte>)> ReadAsync(Locator locator, CancellationToken ct)
    {
        if (!InscriptionReference.TryParse(locator.Text, out var reference)) throw new GoatException($"{locator} does not name an inscription.");
        return (reference.Id, (await prover.ProveAsync(reference, ct)).ToContent().Bytes);
    }
}
