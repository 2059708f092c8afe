namespace GoatHost.Control;

/// <summary>Every server that runs over a data directory; mostly one or none.</summary>
internal sealed class RunningServers(IReadOnlyList<ControlClient> servers) : IDisposable
{
    public IReadOnlyList<ControlClient> All => servers;

    /// <summary>The one that a command may give its work to, if there is one.</summary>
    public ControlClient? Helper => servers.FirstOrDefault(server => server.IsSameBuild);

    public static async Task<RunningServers> FindAsync(string dataDirectory, CancellationToken ct) =>
        new(await ControlClient.FindAsync(dataDirectory, ct));

    /// <summary>Asks each of them.</summary>
    public async Task<IReadOnlyList<T>> AskAsync<T>(Func<ControlClient, Task<T>> question)
    {
        var answers = new List<T>();
        foreach (var server in servers) answers.Add(await question(server));
        return answers;
    }

    public void Dispose()
    {
        foreach (var server in servers) server.Dispose();
    }
}
