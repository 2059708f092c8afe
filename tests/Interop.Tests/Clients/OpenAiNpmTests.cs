namespace GoatHost.Interop.Tests.Clients;

/// <summary>The official npm package <c>openai</c> against <c>goat serve</c>.</summary>
public sealed class OpenAiNpmTests(KeyedGoat goat) : IClassFixture<KeyedGoat>
{
    [SkippableFact]
    public async Task OpenAIs_own_client_is_answered_in_all_that_it_asks()
    {
        using var clients = await NpmClients.PrepareAsync();
        var (code, output) = await clients.RunAsync("openai.mjs", goat.Goat, GoatServe.FullModel);
        Assert.True(code == 0, output);
        Assert.Contains("TOTAL openai", output);
    }
}
