using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Files;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Locations;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary><c>goat ordinals scan</c>: searches the chain for inscriptions, into the catalog or once.</summary>
internal sealed class ScanCommand(OrdinalsSettings settings, CatalogScan catalog, TimeProvider clock) : ICommand
{
    private const int ExitUsage = 2;

    public string Name => "scan";

    public string Summary => "Searches the chain for models (--watch follows it), or reads a blocks folder, a block or a transaction once.";

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, ICommandOutput output, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(output);
        if (ICommandOptions<ScanOptions>.Read(arguments, output) is not { } options) return ExitUsage;
        var name = options.Network ?? settings.Network;
        var network = Network.Find(name) ?? throw new GoatException($"There is no network {name}: it must be one of {Network.Names}.");
        if (options.TxHex is not null) await ReadTransactionAsync(options, network, output, ct);
        else if (options.BlockFile is not null) await ReadBlockAsync(options, network, output, ct);
        else if (options.Blocks is not null) await ReadFolderAsync(options, network, output, ct);
        else if (network.Name == Network.Find(settings.Network)?.Name) await catalog.RunAsync(options, output, ct);
        else
        {
            throw new GoatException(
                $"The catalog is kept for {settings.Network}, the \"network\" in the ordinals settings; "
                + $"for {network.Name} set that, or read a folder once with --blocks.");
        }
        return 0;
    }

    private static async Task ReadTransactionAsync(ScanOptions options, Network network, ICommandOutput output, CancellationToken ct)
    {
        var writer = new ScanWriter(output, options.Json, null);
        foreach (var line in await SingleTransaction.ReadAsync(options, network, ct)) writer.Write(line);
        writer.Finish();
    }

    private static async Task ReadBlockAsync(ScanOptions options, Network network, ICommandOutput output, CancellationToken ct)
    {
        var writer = new ScanWriter(output, options.Json, null);
        var examiner = new BlockExaminer(network, null, options.ParseOnly);
        writer.Write(await examiner.ExamineAsync(await ReadFileAsync(options.BlockFile!, ct), null, ct));
        writer.Finish();
    }

    private async Task ReadFolderAsync(ScanOptions options, Network network, ICommandOutput output, CancellationToken ct)
    {
        using var road = new BlockFilesRoad(options.Blocks!, network, clock);
        var tip = await road.FindTipAsync(ct);
        // Numbers and places of inscriptions need every coin from the first block on.
        var follows = options is { Json: true, ParseOnly: false, To: null }
            && tip is not null && (options.From ?? network.FirstInscription) == 0;
        var writer = new ScanWriter(output, options.Json, follows ? new InscriptionLocations(network) : null);
        await foreach (var findings in new DirectoryScan(road, network).RunAsync(options.From, options.To, options.ParseOnly, follows, ct))
        {
            if (tip is { Height: > 0 and var height })
            {
                output.Progress((findings.Height ?? 0) / (double)height, $"block {findings.Height} of {height}");
            }
            writer.Write(findings);
        }
        output.Progress(1, "");
        writer.Finish();
    }

    private static async Task<byte[]> ReadFileAsync(string path, CancellationToken ct)
    {
        try
        {
            if (new FileInfo(path).Length > Block.MaximumSize)
            {
                throw new GoatException($"Reading {path} failed: it is longer than any block; give one raw block.");
            }
            return await File.ReadAllBytesAsync(path, ct);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"Reading {path} failed: {error.Message}", error);
        }
    }
}
