using Microsoft.Extensions.Configuration;

namespace GoatHost.Plugins.Ordinals;

/// <summary>One road to the chain, as a person set it.</summary>
internal sealed record RoadSettings
{
    public const string Blocks = "blocks", Rpc = "rpc", Rest = "rest", Peers = "peers", Esplora = "esplora", Ord = "ord";

    /// <summary>Every kind of road, in the order they are tried in when no order is set: what can be checked whole comes first.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Blocks, Rpc, Rest, Peers, Esplora, Ord];

    /// <summary>One of <see cref="Kinds"/>; anything else is said to be unknown when the road is opened.</summary>
    public required string Kind { get; init; }

    /// <summary>The address of a server.</summary>
    public string? Url { get; init; }

    /// <summary>A Bitcoin Core blocks directory.</summary>
    public string? Path { get; init; }

    /// <summary>The node's cookie file.</summary>
    public string? Cookie { get; init; }

    /// <summary>A user of the node, instead of the cookie.</summary>
    public string? User { get; init; }

    /// <summary>That user's password.</summary>
    public string? Password { get; init; }

    /// <summary>A wallet of the node, by its name.</summary>
    public string? Wallet { get; init; }

    /// <summary>Nodes to speak to, as host:port.</summary>
    public IReadOnlyList<string> Nodes { get; init; } = [];

    /// <summary>Whether to ask the network's name servers for nodes.</summary>
    public bool Dns { get; init; }

    /// <summary>Reads one item of the list: the name of a kind, whose keys stand beside the list, or an object with keys of its own.</summary>
    public static RoadSettings Read(IConfigurationSection item, IConfiguration settings) =>
        Text(item, "road") is { } kind ? Own(kind.ToLowerInvariant(), item) : Beside(item.Value?.Trim().ToLowerInvariant() ?? "", settings);

    /// <summary>A road of which the keys stand among those of the plugin.</summary>
    public static RoadSettings Beside(string kind, IConfiguration settings) => new()
    {
        Kind = kind,
        Url = kind is Blocks or Peers ? null : Text(settings, kind),
        Path = kind == Blocks ? Text(settings, Blocks) : null,
        Cookie = kind == Rpc ? Text(settings, "rpcCookie") : null,
        User = kind == Rpc ? Text(settings, "rpcUser") : null,
        Password = kind == Rpc ? Text(settings, "rpcPassword") : null,
        Wallet = kind == Rpc ? Text(settings, "rpcWallet") : null,
        Nodes = kind == Peers ? List(settings.GetSection(Peers)) : [],
        Dns = kind == Peers && Flag(settings["dns"], otherwise: !settings.GetSection(Peers).GetChildren().Any()),
    };

    /// <summary>Whether anything says where this road leads.</summary>
    public bool IsSet => Url is not null || Path is not null || Nodes.Count > 0;

    // A record writes its members out, and a password must not end in a log that way, nor one that someone put into an address.
    public override string ToString() => $"{Kind} {Shown(Url) ?? Path ?? string.Join(' ', Nodes)}".TrimEnd();

    private static RoadSettings Own(string kind, IConfigurationSection item) => new()
    {
        Kind = kind,
        Url = Text(item, "url"),
        Path = Text(item, "path"),
        Cookie = Text(item, "cookie"),
        User = Text(item, "user"),
        Password = Text(item, "password"),
        Wallet = Text(item, "wallet"),
        Nodes = List(item.GetSection(Peers)),
        Dns = Flag(item["dns"], otherwise: !item.GetSection(Peers).GetChildren().Any()),
    };

    private static List<string> List(IConfigurationSection section) =>
        [.. section.GetChildren().Select(child => child.Value?.Trim() ?? "").Prepend(section.Value?.Trim() ?? "").Where(text => text.Length > 0)];

    private static string? Shown(string? url) => url is null ? null
        : Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        : "at an address that is none";

    private static bool Flag(string? text, bool otherwise) => bool.TryParse(text, out var flag) ? flag : otherwise;

    private static string? Text(IConfiguration section, string key) =>
        section[key] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
