namespace GoatHost.Composition;

/// <summary>What Ctrl-C stops in place of the whole program, while somebody says so: an answer in a chat.</summary>
internal sealed class Interrupts
{
    private Func<bool>? _handler;

    /// <summary>Whether somebody took it.</summary>
    public bool TryHandle() => Volatile.Read(ref _handler) is { } handler && handler();

    /// <summary>Takes every Ctrl-C until it is disposed.</summary>
    /// <param name="handler">Says whether it took it; what it leaves stops the program.</param>
    public IDisposable Catch(Func<bool> handler)
    {
        Volatile.Write(ref _handler, handler);
        return new Catching(this);
    }

    private sealed class Catching(Interrupts interrupts) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref interrupts._handler, null);
    }
}
