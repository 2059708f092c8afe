using GoatHost.Abstractions;
using GoatHost.Engine.Sync.Resolving;
using GoatHost.Engine.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Sync;

/// <summary>Asks whoever knows a reference.</summary>
public sealed class References
{
    private readonly ICapabilities _capabilities;
    private readonly CatalogModels _names;

    internal References(ICapabilities capabilities, CatalogModels names) => (_capabilities, _names) = (capabilities, names);

    /// <summary>What a reference stands for: a file, a source's model, a transport's locator, a name found earlier.</summary>
    public async Task<ModelDescription> ResolveAsync(Reference reference, CancellationToken ct) => (await FindAsync(reference, ct)).Description;

    /// <summary>The content behind a reference, for <c>goat cat</c>.</summary>
    public async Task<Content> ReadAsync(Reference reference, CancellationToken ct) =>
        await FirstSourceAsync(reference, source => source.ReadAsync(reference, ct))
        ?? throw new GoatException($"Nothing here can read '{reference}': type an inscription id, a txid, ord:…, ipfs://… or ipns://….");

    internal async Task<Resolved> FindAsync(Reference reference, CancellationToken ct)
    {
        var found = await FindFirstAsync(reference, ct);
        // Unproven is often only too new, and the catalog remembers the day it was seen: its source may know more by now.
        if (found.Description is not { Unproven: not null, Origin: var origin } || origin == reference) return found;
        return await FromSourceAsync(origin, ct) is { } now ? now with { Quantization = found.Quantization } : found;
    }

    private async Task<Resolved> FindFirstAsync(Reference reference, CancellationToken ct) =>
        LocalFiles.Find(reference)
        ?? TypedFile(reference)
        ?? await FromSourceAsync(reference, ct)
        ?? FromTransport(new Locator(reference.Text), reference)
        ?? await _names.FindAsync(reference, ct)
        ?? throw Unknown(reference);

    internal static References From(IServiceProvider services) =>
        new(services.GetRequiredService<ICapabilities>(), services.GetRequiredService<CatalogModels>());

    /// <summary>A file that is no model itself, but that a transport reads: a .torrent.</summary>
    private Resolved? TypedFile(Reference reference)
    {
        if (!File.Exists(reference.Text)) return null;
        var fullPath = Path.GetFullPath(reference.Text);
        return FromTransport(new Locator(fullPath), new Reference(fullPath)) ?? throw NoModel(fullPath);
    }

    private async Task<Resolved?> FromSourceAsync(Reference reference, CancellationToken ct) =>
        await FirstSourceAsync(reference, source => source.ResolveAsync(reference, ct)) is { } description ? new Resolved(description) : null;

    private Resolved? FromTransport(Locator locator, Reference origin)
    {
        var transport = _capabilities.Transports.FirstOrDefault(transport => transport.CanFetch(locator));
        if (transport is null) return null;
        return new Resolved(new ModelDescription
        {
            Name = LocatorNames.Of(locator),
            Origin = origin,
            Locators = [locator],
            Proofs = [new Proof("publisher", false, "this is a bare locator: nobody says whose model it is, and no SHA-256 was given")],
        })
        { Typed = locator };
    }

    /// <summary>The first source that knows. One that cannot be reached leaves it to the next; what one refuses is refused.</summary>
    private async Task<T?> FirstSourceAsync<T>(Reference reference, Func<ISource, Task<T>> ask) where T : class
    {
        GoatException? failed = null;
        foreach (var source in _capabilities.Sources.Where(source => source.CanResolve(reference)))
        {
            try
            {
                return await ask(source);
            }
            catch (GoatException e) when (e is not RefusedException)
            {
                failed ??= e;
            }
        }
        return failed is null ? null : throw failed;
    }

    private static RefusedException NoModel(string fullPath)
    {
        Span<byte> first = stackalloc byte[16];
        using var handle = File.OpenHandle(fullPath);
        var read = RandomAccess.Read(handle, first, 0);
        return new RefusedException(
            ModelFormats.Refusal(fullPath, first[..read])
            ?? $"{ShownText.Of(Path.GetFileName(fullPath))} is neither a GGUF file nor anything a transport here reads.");
    }

    private static GoatException Unknown(Reference reference) => reference.Scheme is null && ModelFormats.Refusal(reference.Text, []) is { } refusal
        ? new RefusedException(refusal)
        : new GoatException(
            $"Nothing here knows '{reference}': type an inscription id or txid, a magnet link, the path of a .torrent or .gguf file, "
            + "or a name from goat list; goat plugin list shows who could know more.");
}
