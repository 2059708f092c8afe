using GoatHost.TestKit;

namespace GoatHost.Interop.Tests.Clients;

/// <summary>A real <c>goat serve</c> with the sample's model on a free port, for clients that know nothing of it.</summary>
public sealed class ServedGoat : IAsyncLifetime, IDisposable
{
    public const string Model = "goat-tiny-kjv:Q8_0";
    public const string Key = "a-key-of-the-tests";

    private readonly TempFolder _home = new();
    private RunningGoat? _serving;

    public Uri Address => _serving?.Address ?? throw new InvalidOperationException("It does not run.");

    public async Task InitializeAsync()
    {
        var weights = Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q8_0.gguf");
        var pulled = await Goat.RunAsync(_home.Path, input: null, "pull", weights);
        if (pulled.ExitCode != 0) throw new InvalidOperationException(pulled.Error);
        _serving = await RunningGoat.StartAsync(_home.Path, "serve", "--listen", "127.0.0.1:0", "--api-key", Key);
    }

    public async Task DisposeAsync()
    {
        if (_serving is not null) await _serving.DisposeAsync();
    }

    public void Dispose() => _home.Dispose();
}

/// <summary>Clients of one served goat, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ServedGoatCollection : ICollectionFixture<ServedGoat>
{
    public const string Name = "served goat";
}
