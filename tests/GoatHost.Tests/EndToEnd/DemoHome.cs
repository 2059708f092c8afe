using GoatHost.TestKit;

namespace GoatHost.Tests.EndToEnd;

/// <summary>A data directory in which the demo has run once: shared by the tests that need a model on the machine.</summary>
public sealed class DemoHome : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    public string Path => _folder.Path;

    internal Said Demo { get; private set; } = new(-1, [], "");

    public async Task InitializeAsync() => Demo = await Goat.RunAsync(Path, input: null, "demo");

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}

/// <summary>Tests that run goat itself, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class EndToEndCollection : ICollectionFixture<DemoHome>
{
    public const string Name = "end to end";
}
