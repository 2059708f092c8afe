using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Transfers;
using GoatHost.Engine.Verification.Descriptions;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Sync;

/// <summary>Serves whole files to others.</summary>
public sealed class Seeding
{
    private readonly ICapabilities _capabilities;
    private readonly ModelStore _store;

    internal Seeding(ICapabilities capabilities, ModelStore store) => (_capabilities, _store) = (capabilities, store);

    /// <summary>Serves a stored model by name, or a locator (a .torrent) with the folder that holds its files, until cancelled.</summary>
    /// <param name="what">A name of the store when there is no folder, else a locator.</param>
    /// <param name="folder">The folder that a locator's paths are relative to.</param>
    /// <param name="options">Where to listen.</param>
    /// <param name="progress">Told how to reach the seeder, then peers and bytes.</param>
    /// <param name="ct">Ends the serving, without an error.</param>
    /// <exception cref="GoatException">There is nothing to serve, or nobody to serve it.</exception>
    public async Task SeedAsync(string what, string? folder, SeedOptions options, IProgress<TransferNote>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(what);
        var offer = folder is null ? await OfModelAsync(what, ct) : await OfFolderAsync(what, folder, ct);
        var files = new List<FinishedFile>();
        try
        {
            foreach (var (path, fullPath) in offer.Files) files.Add(new FinishedFile(path, fullPath));
            await offer.Transport.SeedAsync(offer.Locator, files, options, progress, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"The files of {what} cannot be served: {e.Message.TrimEnd('.')}.", e);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The person ended it, as they were told to.
        }
        finally
        {
            foreach (var file in files) file.Dispose();
        }
    }

    internal static Seeding From(IServiceProvider services) =>
        new(services.GetRequiredService<ICapabilities>(), services.GetRequiredService<ModelStore>());

    private sealed record Offer(ITransport Transport, Locator Locator, IReadOnlyList<(string Path, string FullPath)> Files);

    private async Task<Offer> OfModelAsync(string name, CancellationToken ct)
    {
        var model = await _store.FindAsync(name, ct)
            ?? throw new GoatException($"There is no model {name} to serve: see goat list, or give a .torrent with the folder of its files.");
        if (model.Files.FirstOrDefault(file => !ModelStore.IsUnchanged(file)) is { } changed)
        {
            throw new GoatException(
                $"{model.FullName} is not served, because {changed.FullPath} is not as it was verified: run goat verify {model.FullName}.");
        }
        foreach (var locator in model.Locators)
        {
            if (_capabilities.Transports.FirstOrDefault(transport => transport.CanFetch(locator)) is { } transport)
                return new Offer(transport, locator, model.Files.Select(file => (file.Path, file.FullPath)).ToList());
        }
        throw new GoatException(
            $"{model.FullName} cannot be served: it names no locator that a transport here knows; make one with goat publish.");
    }

    private async Task<Offer> OfFolderAsync(string what, string folder, CancellationToken ct)
    {
        var locator = new Locator(File.Exists(what) ? Path.GetFullPath(what) : what);
        var transport = _capabilities.Transports.FirstOrDefault(transport => transport.CanFetch(locator))
            ?? throw new GoatException($"No transport here reads {what}: give a .torrent file, a magnet link or a URL.");
        var root = Path.GetFullPath(folder);
        var files = (await transport.ListAsync(locator, ct))
            .Where(file => ArtifactPath.Problem(file.Path) is null)
            .Select(file => (file.Path, FullPath: Path.Combine(root, file.Path.Replace('/', Path.DirectorySeparatorChar)), file.Size))
            .Where(file => new FileInfo(file.FullPath) is { Exists: true } found && found.Length == file.Size)
            .Select(file => (file.Path, file.FullPath))
            .ToList();
        if (files.Count == 0)
            throw new GoatException($"{root} has none of the files of {what}, or none of the right size: give the folder that holds them.");
        return new Offer(transport, locator, files);
    }
}
