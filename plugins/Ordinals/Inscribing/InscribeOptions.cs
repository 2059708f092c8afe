using System.Globalization;
using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>What was typed after <c>goat inscribe</c>.</summary>
internal sealed record InscribeOptions : ICommandOptions<InscribeOptions>
{
    public static string Usage =>
        "Usage: goat inscribe <manifest | file> [--parent <txid>i<n>] [--fee-rate <sat/vB>] [--dry-run] [--yes]\n"
        + "                     [--network <name>] [--wallet <name>]\n"
        + "       goat inscribe --resume [--network <name>] [--wallet <name>]\n"
        + "  --parent     an inscription in the same wallet, of which this one becomes a child\n"
        + "  --fee-rate   what miners are paid; without it, what the node estimates for the next six blocks\n"
        + "  --dry-run    make both transactions, have the node check them, and send neither\n"
        + "  --network    for mainnet, where it costs real money, it must be typed\n"
        + "  --resume     finish what was interrupted, or tell how it stands";

    // More is refused by Bitcoin Core's own sendrawtransaction (0.10 BTC for 1000 vB), less by what nodes pass on.
    private const decimal LeastRate = 0.1m, MostRate = 10_000m;

    public string? File { get; init; }

    public InscriptionId? Parent { get; init; }

    /// <summary>In satoshi for a virtual byte.</summary>
    public decimal? FeeRate { get; init; }

    public string? Network { get; init; }

    public string? Wallet { get; init; }

    public bool DryRun { get; init; }

    public bool Yes { get; init; }

    public bool Resume { get; init; }

    public InscribeOptions? With(string word) => word switch
    {
        "--dry-run" => this with { DryRun = true },
        "--yes" => this with { Yes = true },
        "--resume" => this with { Resume = true },
        _ when File is null && word.Length > 0 && word[0] != '-' => this with { File = word },
        _ => null,
    };

    public InscribeOptions? With(string name, string value) => name switch
    {
        "--parent" when InscriptionId.TryParse(value, out var id) => this with { Parent = id },
        "--fee-rate" when TryRate(value, out var rate) => this with { FeeRate = rate },
        "--network" => this with { Network = value },
        "--wallet" => this with { Wallet = value },
        _ => null,
    };

    public string? Contradiction() => this switch
    {
        { Resume: true } when File is not null || Parent is not null || FeeRate is not null || DryRun =>
            "--resume finishes what was begun, and takes no file and no terms of its own.",
        { Resume: false, File: null } => "No file is named.",
        _ => null,
    };

    private static bool TryRate(string text, out decimal rate) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out rate)
        && rate is >= LeastRate and <= MostRate && decimal.Round(rate, 3) == rate;
}
