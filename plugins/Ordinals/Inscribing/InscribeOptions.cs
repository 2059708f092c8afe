using System.Globalization;
using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>What was typed after <c>goat inscribe</c>.</summary>
internal sealed record InscribeOptions
{
    public const string Usage =
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

    /// <summary>Reads the arguments, or says what is wrong with them.</summary>
    public static InscribeOptions? Parse(IReadOnlyList<string> arguments, out string? flaw)
    {
        var options = new InscribeOptions();
        flaw = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = (arguments[i], i + 1 < arguments.Count ? arguments[i + 1] : null);
            if (options.WithOne(name) is { } one)
            {
                options = one;
                continue;
            }
            if (value is null || options.WithValue(name, value) is not { } valued)
            {
                flaw = value is null
                    ? $"{name} is no option, or its value is missing."
                    : $"{name} {value} is no option of this command, or has a wrong value.";
                return null;
            }
            options = valued;
            i++;
        }
        flaw = options.Contradiction();
        return flaw is null ? options : null;
    }

    private InscribeOptions? WithOne(string name) => name switch
    {
        "--dry-run" => this with { DryRun = true },
        "--yes" => this with { Yes = true },
        "--resume" => this with { Resume = true },
        _ when File is null && name.Length > 0 && name[0] != '-' => this with { File = name },
        _ => null,
    };

    private InscribeOptions? WithValue(string name, string value) => name switch
    {
        "--parent" when InscriptionId.TryParse(value, out var id) => this with { Parent = id },
        "--fee-rate" when TryRate(value, out var rate) => this with { FeeRate = rate },
        "--network" => this with { Network = value },
        "--wallet" => this with { Wallet = value },
        _ => null,
    };

    private string? Contradiction() => this switch
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
