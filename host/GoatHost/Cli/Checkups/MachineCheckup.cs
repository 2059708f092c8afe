using System.Net;
using System.Net.Sockets;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Http;

namespace GoatHost.Cli.Checkups;

/// <summary>What this machine offers: a place to write, disk, memory, the port, npm.</summary>
internal static class MachineCheckup
{
    private const long ScarceDisk = 4L << 30;

    public static IEnumerable<DoctorLine> Run(Layout layout)
    {
        var data = DataDirectory(layout.DataDirectory);
        yield return data;
        if (data.Mark == DoctorMark.Ok) yield return Disk(layout.DataDirectory);
        yield return Memory(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        yield return Port(ListenAddress.Default);
        yield return Npm(layout.IsSourceTree, Environment.GetEnvironmentVariable("PATH") ?? "");
    }

    internal static DoctorLine DataDirectory(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".probe-{Guid.NewGuid():N}");
            using (File.Create(probe, 1, FileOptions.DeleteOnClose)) return DoctorLine.Ok("data directory", $"{folder} can be written");
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return DoctorLine.Broken("data directory", $"{folder} cannot be written ({denied.Message}); set GOAT_HOME to a folder that can");
        }
    }

    private static DoctorLine Disk(string folder)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        return free < ScarceDisk
            ? DoctorLine.Note("disk", $"{Quantities.Bytes(free)} free: enough for small models only; set GOAT_HOME to a larger disk")
            : DoctorLine.Ok("disk", $"{Quantities.Bytes(free)} free");
    }

    private static DoctorLine Memory(long bytes) => DoctorLine.Ok("memory", $"{Quantities.Bytes(bytes)}, {Environment.ProcessorCount} processors");

    internal static DoctorLine Port(IPEndPoint address)
    {
        try
        {
            using var listener = new TcpListener(address);
            listener.Start();
            return DoctorLine.Ok("port", $"{address} is free for goat serve");
        }
        catch (SocketException)
        {
            return DoctorLine.Note("port", $"{address} is in use: goat serve needs --listen with another port, or already runs");
        }
    }

    /// <summary>Only a build from source needs npm, for the native libraries.</summary>
    internal static DoctorLine Npm(bool isSourceTree, string path)
    {
        var name = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var found = path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (found is not null) return DoctorLine.Ok("npm", found);
        return isSourceTree
            ? DoctorLine.Note("npm", "not found: building from source fetches the native libraries with it; install Node.js")
            : DoctorLine.Ok("npm", "not found, and not needed by a published goat");
    }
}
