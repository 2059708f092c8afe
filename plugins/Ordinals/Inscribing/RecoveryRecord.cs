using System.Text.Json.Serialization;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>All that it takes to finish an inscription whose commit may have been sent, or to get its coins back.</summary>
internal sealed record RecoveryRecord
{
    /// <summary>What the reveal will be known by.</summary>
    public required string Inscription { get; init; }

    public required string Network { get; init; }

    /// <summary>The wallet that pays, where one was named.</summary>
    public string? Wallet { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The secret key that the commit pays to, in hex.</summary>
    public required string Key { get; init; }

    /// <summary>The commit's output as a descriptor, without its checksum: a wallet can spend by it if the reveal is never mined.</summary>
    public required string Descriptor { get; init; }

    /// <summary>Both transactions in hex, signed.</summary>
    public required string Commit { get; init; }

    public required string Reveal { get; init; }

    /// <summary>The outputs of the reveal that hold inscriptions: its own, and its parent's.</summary>
    [JsonIgnore]
    public IReadOnlyList<OutPoint> Inscribed { get; private init; } = [];

    [JsonIgnore]
    public Transaction? CommitTransaction { get; private init; }

    [JsonIgnore]
    public Transaction? RevealTransaction { get; private init; }

    /// <summary>The record with its transactions read, or null when they are none.</summary>
    public RecoveryRecord? Opened() => Read(Commit) is { } commit && Read(Reveal) is { } reveal
        ? this with
        {
            CommitTransaction = commit,
            RevealTransaction = reveal,
            Inscribed = [.. reveal.Outputs.Select((_, index) => new OutPoint(reveal.TxId, (uint)index))],
        }
        : null;

    // A record writes its members out, and the key must not end in a log that way.
    public override string ToString() => $"{Inscription} on {Network}, begun {Time:u}";

    private static Transaction? Read(string hex) =>
        HexText.TryRead(hex) is { } bytes && Transaction.TryRead(bytes, out var transaction) ? transaction : null;
}
