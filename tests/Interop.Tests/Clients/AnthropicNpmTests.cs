namespace GoatHost.Interop.Tests.Clients;

/// <summary>Anthropic's own package for JavaScript.</summary>
[Collection(ServedGoatCollection.Name)]
public sealed class AnthropicNpmTests(ServedGoat goat)
{
    [SkippableFact]
    public async Task Every_check_of_the_script_passes()
    {
        var lines = await NodeScripts.RunAsync("anthropic.mjs", goat);
        Assert.DoesNotContain(lines, line => line.StartsWith("FAIL", StringComparison.Ordinal));
        Assert.True(lines.Count(line => line.StartsWith("PASS", StringComparison.Ordinal)) >= 17, string.Join('\n', lines));
    }
}
