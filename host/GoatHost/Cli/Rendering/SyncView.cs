using GoatHost.Engine.Sync;

namespace GoatHost.Cli.Rendering;

/// <summary>Shows a sync while it runs: a bar on a terminal, plain lines elsewhere.</summary>
internal static class SyncView
{
    public static Task<T> OnErrorAsync<T>(Terminal terminal, TimeProvider time, Func<IProgress<SyncNote>, Task<T>> work) =>
        RunAsync(terminal, terminal.Error, terminal.ErrorIsTerminal, time, "", work);

    public static Task<T> OnOutAsync<T>(Terminal terminal, TimeProvider time, string indent, Func<IProgress<SyncNote>, Task<T>> work) =>
        RunAsync(terminal, terminal.Out, terminal.OutIsTerminal, time, indent, work);

    private static async Task<T> RunAsync<T>(
        Terminal terminal, TextWriter writer, bool isTerminal, TimeProvider time, string indent, Func<IProgress<SyncNote>, Task<T>> work)
    {
        if (!isTerminal) return await work(new PlainSync(writer, time, indent));
        using var live = new LiveSync(terminal, writer, time, indent);
        return await work(live);
    }
}
