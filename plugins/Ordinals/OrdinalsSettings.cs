using System.Globalization;
using GoatHost.Plugins.Ordinals.Proofs;
using Microsoft.Extensions.Configuration;

namespace GoatHost.Plugins.Ordinals;

/// <summary>What a person set for this plugin in plugins.json.</summary>
internal sealed record OrdinalsSettings
{
    /// <summary>The Bitcoin network.</summary>
    public string Network { get; init; } = "mainnet";

    /// <summary>The roads to the chain, in the order they are tried.</summary>
    public IReadOnlyList<RoadSettings> Roads { get; init; } = [];

    /// <summary>How far a model must be proven.</summary>
    public ProofLevel Level { get; init; } = ProofLevel.Committed;

    /// <summary>Blocks that must stand on a model, its own included; null for what the network is used to.</summary>
    public int? Confirmations { get; init; }

    public static OrdinalsSettings Read(IConfiguration section) => new()
    {
        Network = section["network"] is { } network && !string.IsNullOrWhiteSpace(network) ? network.Trim() : "mainnet",
        Roads = ReadRoads(section),
        Level = Enum.TryParse<ProofLevel>(section["level"], ignoreCase: true, out var level) && Enum.IsDefined(level) ? level : ProofLevel.Committed,
        Confirmations = int.TryParse(section["confirmations"], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null,
    };

    public override string ToString() => $"network {Network}, roads {string.Join(", ", Roads)}";

    private static List<RoadSettings> ReadRoads(IConfiguration section)
    {
        var listed = section.GetSection("roads").GetChildren().ToList();
        return listed.Count > 0
            ? [.. listed.Select(item => RoadSettings.Read(item, section))]
            : [.. RoadSettings.Kinds.Select(kind => RoadSettings.Beside(kind, section)).Where(road => road.IsSet)];
    }
}
