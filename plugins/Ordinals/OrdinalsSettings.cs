using Microsoft.Extensions.Configuration;

namespace GoatHost.Plugins.Ordinals;

/// <summary>What a person set for this plugin in plugins.json.</summary>
internal sealed record OrdinalsSettings
{
    /// <summary>The Bitcoin network.</summary>
    public string Network { get; init; } = "mainnet";

    /// <summary>A Bitcoin Core blocks directory.</summary>
    public string? Blocks { get; init; }

    /// <summary>The URL of a Bitcoin Core node.</summary>
    public string? Rpc { get; init; }

    /// <summary>The node's cookie file.</summary>
    public string? RpcCookie { get; init; }

    /// <summary>A user of the node, instead of the cookie.</summary>
    public string? RpcUser { get; init; }

    /// <summary>That user's password.</summary>
    public string? RpcPassword { get; init; }

    public static OrdinalsSettings Read(IConfiguration section) => new()
    {
        Network = Text(section, "network") ?? "mainnet",
        Blocks = Text(section, "blocks"),
        Rpc = Text(section, "rpc"),
        RpcCookie = Text(section, "rpcCookie"),
        RpcUser = Text(section, "rpcUser"),
        RpcPassword = Text(section, "rpcPassword"),
    };

    // A record writes its members out, and a password must not end in a log that way.
    public override string ToString() => $"network {Network}, blocks {Blocks ?? "-"}, rpc {Rpc ?? "-"}";

    private static string? Text(IConfiguration section, string key) =>
        section[key] is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
