namespace GoatHost.Interop.Tests.Clients;

/// <summary>Runs the scripts of <c>Clients/npm</c> with the packages that its lock file pins.</summary>
internal static class NodeScripts
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static NpmFolder? _packages;

    /// <summary>Runs a script against a served goat; what it said, a line for each check.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string script, ServedGoat goat)
    {
        using var patience = new CancellationTokenSource(Patience);
        // The scripts are run one after the other: their tests share one served goat.
        _packages ??= await NpmFolder.InstallAsync("Clients", "clients", patience.Token);
        var (code, output) = await _packages.RunAsync("node", [script], new()
        {
            ["BASE_URL"] = goat.Address.ToString(),
            ["MODEL"] = ServedGoat.Model,
            ["PULL_MODEL"] = ServedGoat.Model,
            ["API_KEY"] = ServedGoat.Key,
            ["WRONG_KEY_CHECK"] = "1",
        }, patience.Token);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Any(line => line.StartsWith("TOTAL ", StringComparison.Ordinal)), $"{script} ended with {code}: {output}");
        return lines;
    }
}
