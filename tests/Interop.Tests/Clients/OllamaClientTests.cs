using GoatHost.TestKit;

namespace GoatHost.Interop.Tests.Clients;

/// <summary>The official npm package <c>ollama</c> against <c>goat serve</c>.</summary>
public sealed class OllamaClientTests : IDisposable
{
    private readonly TempFolder _home = new();

    public void Dispose() => _home.Dispose();

    [SkippableFact]
    public async Task Ollamas_own_client_is_answered_in_all_that_it_asks()
    {
        using var clients = await NpmClients.PrepareAsync();
        await using var goat = await GoatServe.StartAsync(_home.Path);
        var (code, output) = await clients.RunAsync("ollama.mjs", goat);
        Assert.True(code == 0, output);
        Assert.Contains("TOTAL ollama", output);
    }
}
