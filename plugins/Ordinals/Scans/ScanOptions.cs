using System.Globalization;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>What was typed after <c>goat ordinals scan</c>.</summary>
internal sealed record ScanOptions : ICommandOptions<ScanOptions>
{
    public static string Usage =>
        "Usage: goat ordinals scan [--from <height>] [--to <height>] [--road <name>] [--watch] [--json] [--network <name>]\n"
        + "  --blocks <folder>      read a Bitcoin Core blocks folder once, and touch no catalog\n"
        + "  --block-file <file>    read one raw block once\n"
        + "  --tx-hex <hex|@file>   read one transaction once, with\n"
        + "    --prevout <hex>      the script of the output that each input spends, in order\n"
        + "    --commit-hex <hex>   a transaction that it spends from\n"
        + "  --parse-only           look for inscriptions, and prove nothing";

    public int? From { get; init; }

    public int? To { get; init; }

    public string? Road { get; init; }

    public string? Network { get; init; }

    public string? Blocks { get; init; }

    public string? BlockFile { get; init; }

    public string? TxHex { get; init; }

    public IReadOnlyList<string> Prevouts { get; init; } = [];

    public IReadOnlyList<string> Commits { get; init; } = [];

    public bool Json { get; init; }

    public bool Watch { get; init; }

    public bool ParseOnly { get; init; }

    public bool IsOneOff => Blocks is not null || BlockFile is not null || TxHex is not null;

    public ScanOptions? With(string word) => word switch
    {
        "--json" => this with { Json = true },
        "--watch" => this with { Watch = true },
        "--parse-only" => this with { ParseOnly = true },
        _ => null,
    };

    public ScanOptions? With(string name, string value) => name switch
    {
        "--from" when TryHeight(value, out var height) => this with { From = height },
        "--to" when TryHeight(value, out var height) => this with { To = height },
        "--road" => this with { Road = value },
        "--network" => this with { Network = value },
        "--blocks" => this with { Blocks = value },
        "--block-file" => this with { BlockFile = value },
        "--tx-hex" => this with { TxHex = value },
        "--prevout" => this with { Prevouts = [.. Prevouts, value] },
        "--commit-hex" => this with { Commits = [.. Commits, value] },
        _ => null,
    };

    public string? Contradiction() => this switch
    {
        _ when new[] { Blocks, BlockFile, TxHex }.Count(one => one is not null) > 1 =>
            "--blocks, --block-file and --tx-hex cannot be given together.",
        { IsOneOff: true, Watch: true } => "--watch follows a road into the catalog, and a one-off read touches none.",
        { IsOneOff: true, Road: not null } => "--road is for the catalog; a one-off read has its own.",
        { TxHex: null } when Prevouts.Count + Commits.Count > 0 => "--prevout and --commit-hex belong to --tx-hex.",
        { From: { } from, To: { } to } when from > to => "--from is above --to.",
        { IsOneOff: false, ParseOnly: true } => "--parse-only is for one-off reads: the catalog keeps what was proven.",
        _ => null,
    };

    private static bool TryHeight(string text, out int height) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out height);
}
