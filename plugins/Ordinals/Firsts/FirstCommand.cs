using System.Globalization;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Proofs;

namespace GoatHost.Plugins.Ordinals.Firsts;

/// <summary><c>goat ordinals first</c>: who inscribed a torrent first, as far as the chain was scanned.</summary>
internal sealed class FirstCommand(OrdinalsSettings settings, FirstRecords records) : ICommand
{
    private const int ExitUsage = 2;

    public string Name => "first";

    public string Summary => "Tells the first inscription of a torrent's info-hash, among the blocks that were scanned.";

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, ICommandOutput output, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(output);
        if (arguments is not [var text] || InfoHash.TryParse(text) is not { } hash)
        {
            output.Text("Usage: goat ordinals first <info-hash | magnet link>");
            return ExitUsage;
        }
        var network = Network.Find(settings.Network)
            ?? throw new GoatException($"There is no network {settings.Network}: it must be one of {Network.Names}.");
        var record = await records.FindAsync(network, hash, ct);
        if (record.First is not { } first)
        {
            throw new GoatException(record.To == 0
                ? $"No block of {network.Name} was scanned yet: goat ordinals scan does that."
                : $"No inscription of {hash} was met on {network.Name} in blocks {record.From} to {record.To}, which were scanned.");
        }
        output.Text($"first inscription of {hash}: {first.Id}");
        var mined = DateTimeOffset.FromUnixTimeSeconds(first.Time).ToString("u", CultureInfo.InvariantCulture);
        output.Text($"  block {first.Block} of {network.Name}, height {first.Height}, transaction {first.Position}, by its miner's clock {mined}");
        output.Text($"  {VerdictText.Name(first.Level)} when it was scanned; goat ordinals prove {first.Id} proves it again");
        if (record.Others > 0) output.Text($"  {record.Others} later inscriptions name it too");
        output.Text(Range(network, record));
        return 0;
    }

    private static string Range(Network network, FirstRecord record) => record.From <= network.FirstInscription
        ? $"  first among blocks {record.From} to {record.To}, all of which were scanned; below there are no inscriptions"
        : $"  first among blocks {record.From} to {record.To}, all of which were scanned; whether an earlier one names it is not shown";
}
