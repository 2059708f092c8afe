namespace GoatHost.Engine.Plugins.Loading;

/// <summary>Whether an unloaded plugin's memory was really given back.</summary>
internal static class Unloading
{
    private const int Collections = 20;

    /// <summary>Collects until the context is gone. A few pauses, because after an await the last frames let go only then.</summary>
    public static async Task<bool> FreedAsync(WeakReference context, TimeProvider time, CancellationToken ct)
    {
        for (var round = 0; round < Collections && context.IsAlive; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (round > 1) await Task.Delay(TimeSpan.FromMilliseconds(15), time, ct);
        }
        return !context.IsAlive;
    }
}
