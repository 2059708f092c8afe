using GoatHost.TestKit;

namespace GoatHost.Interop.Tests.Clients;

/// <summary>A served goat that asks for a key, shared by the tests of a class.</summary>
public sealed class KeyedGoat : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _home = new();
    private GoatServe? _goat;

    internal GoatServe Goat => _goat!;

    public async Task InitializeAsync() => _goat = await GoatServe.StartAsync(_home.Path, "a-key-of-the-tests");

    public async Task DisposeAsync()
    {
        if (_goat is not null) await _goat.DisposeAsync();
    }

    public void Dispose() => _home.Dispose();
}
