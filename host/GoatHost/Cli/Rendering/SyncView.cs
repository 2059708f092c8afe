using GoatHost.Engine.Sync;

namespace GoatHost.Cli.Rendering;

/// <summary>Shows a sync while it runs: bars on a terminal, lines elsewhere.</summary>
internal static class SyncView
{
    public static Task<T> RunAsync<T>(TextWriter writer, bool isTerminal, TimeProvider time, Func<IProgress<SyncNote>, Task<T>> work) =>
        isTerminal ? LiveSync.RunAsync(writer, work) : work(new PlainSync(writer, time));
}
