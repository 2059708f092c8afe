using System.Globalization;

namespace GoatHost.Tests.Soaks;

/// <summary>What this process holds at a quiet moment.</summary>
internal sealed record Footprint(long Heap, long Process, int Handles, int Threads, int Children, int Files)
{
    private const int Turns = 120;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.5);

    /// <summary>Weighs when all is quiet, or after a minute: the web server's pools keep their memory for half of one after the last request.</summary>
    public static async Task<Footprint> SettleAsync(string folder, Func<Footprint, bool> isQuiet)
    {
        var print = Weigh(folder);
        for (var turn = 0; turn < Turns && !isQuiet(print); turn++)
        {
            await Task.Delay(Turn);
            print = Weigh(folder);
        }
        return print;
    }

    public static Footprint Weigh(string folder)
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        var handles = OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : self.HandleCount;
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length;
        return new Footprint(heap, Environment.WorkingSet, handles, self.Threads.Count, CountChildren(), files);
    }

    /// <summary>proc(5): the fourth field of a process's stat, after its name in brackets, is its parent.</summary>
    private static int CountChildren()
    {
        if (!OperatingSystem.IsLinux()) return 0;
        var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return Directory.GetDirectories("/proc").Count(folder =>
        {
            try
            {
                var stat = int.TryParse(Path.GetFileName(folder), out _) ? File.ReadAllText(Path.Combine(folder, "stat")) : "";
                return stat.Length > 0 && stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == own;
            }
            catch (IOException)
            {
                return false; // it ended meanwhile
            }
        });
    }
}
