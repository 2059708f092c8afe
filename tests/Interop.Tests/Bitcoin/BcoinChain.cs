namespace GoatHost.Interop.Tests.Bitcoin;

/// <summary>One bcoin for the tests of a class, with blocks up to where segwit holds.</summary>
public sealed class BcoinChain : IAsyncLifetime, IDisposable
{
    /// <summary>Segwit begins at height 432 of its regtest (BIP9).</summary>
    public const int SegwitHeight = 432, Height = 440;

    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(10));
    private BcoinNode? _node;

    public CancellationToken Ct => _patience.Token;

    /// <summary>The node, started when a test first needs it, so that one which cannot be installed skips the test.</summary>
    internal async Task<BcoinNode> NodeAsync()
    {
        if (_node is not null) return _node;
        _node = await BcoinNode.StartAsync(Ct);
        await _node.MineAsync(Height, Ct);
        return _node;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
    }

    public void Dispose() => _patience.Dispose();
}
