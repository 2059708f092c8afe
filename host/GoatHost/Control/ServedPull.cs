using GoatHost.Abstractions;
using GoatHost.Engine.Sync;

namespace GoatHost.Control;

/// <summary>A model that a server fetches, watched from here.</summary>
internal static class ServedPull
{
    /// <returns>The name under which the model is here now.</returns>
    public static async Task<string> WatchAsync(ControlClient server, PullRequest request, IProgress<SyncNote> progress, CancellationToken ct)
    {
        string? model = null;
        await foreach (var one in server.PullAsync(request, ct))
        {
            if (one is SyncEvent sync) progress.Report(sync.News.ToNote());
            else if (one is PulledEvent pulled) model = pulled.Model;
        }
        return model ?? throw new GoatException($"goat serve (process {server.ProcessId}) did not say what it fetched.");
    }
}
