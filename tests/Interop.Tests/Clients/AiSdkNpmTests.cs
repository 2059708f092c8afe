namespace GoatHost.Interop.Tests.Clients;

/// <summary>The AI SDK with its provider for servers of OpenAI's kind.</summary>
[Collection(ServedGoatCollection.Name)]
public sealed class AiSdkNpmTests(ServedGoat goat)
{
    [SkippableFact]
    public async Task Every_check_of_the_script_passes()
    {
        var lines = await NodeScripts.RunAsync("aisdk.mjs", goat);
        Assert.DoesNotContain(lines, line => line.StartsWith("FAIL", StringComparison.Ordinal));
        Assert.True(lines.Count(line => line.StartsWith("PASS", StringComparison.Ordinal)) >= 11, string.Join('\n', lines));
    }
}
