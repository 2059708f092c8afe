namespace GoatHost.Plugins.Ordinals.Chain.Peers;

/// <summary>How long a peer may take for what.</summary>
internal sealed record PeerPatience
{
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For one answer with headers, 162,003 bytes at most.</summary>
    public TimeSpan Headers { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For one block: 4,000,000 bytes need 33 kB a second.</summary>
    public TimeSpan Block { get; init; } = TimeSpan.FromSeconds(120);
}
