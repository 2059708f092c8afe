namespace GoatHost.Composition;

/// <summary>What a process knows of itself before it looks at any file; given by hand in tests.</summary>
/// <param name="BaseDirectory">The folder of goat.dll.</param>
/// <param name="ProcessPath">The program that runs: <c>goat</c>, or <c>dotnet</c> when it was given goat.dll.</param>
/// <param name="Environment">Reads an environment variable.</param>
internal sealed record ProcessFacts(string BaseDirectory, string? ProcessPath, Func<string, string?> Environment)
{
    public static ProcessFacts OfThisProcess() =>
        new(AppContext.BaseDirectory, System.Environment.ProcessPath, System.Environment.GetEnvironmentVariable);
}
