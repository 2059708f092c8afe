using System.Security.Cryptography;
using System.Text;

namespace GoatHost.Engine.Store;

/// <summary>Where everything lies in the data directory.</summary>
internal sealed class DataLayout(string root)
{
    public string Root { get; } = Path.GetFullPath(root);

    public string Database => Path.Combine(Root, "goat.db");

    /// <summary>Published models, one readable folder each.</summary>
    public string Models => Path.Combine(Root, "models");

    /// <summary>Files that are being fetched: what lies here is never taken for a model.</summary>
    public string Incoming => Path.Combine(Root, "incoming");

    public string Locks => Path.Combine(Root, "locks");

    /// <summary>A file of a published model.</summary>
    public string ModelFile(string folder, string path) => Path.Combine(Models, folder, Native(path));

    /// <summary>The transfer folder of one origin. Two publishers may use one name, so the origin is part of it.</summary>
    public string IncomingFolder(string name, string origin) => Path.Combine(Incoming, $"{name}-{Digest(origin)}");

    /// <summary>How a path is kept in the database: relative below the data directory, so that the directory can be moved.</summary>
    public string ToRecord(string fullPath) =>
        IsBelow(fullPath, Root) ? Path.GetRelativePath(Root, fullPath).Replace('\\', '/') : fullPath;

    public string FromRecord(string recorded) => Path.IsPathRooted(recorded) ? recorded : Path.GetFullPath(Path.Combine(Root, Native(recorded)));

    public static bool IsBelow(string fullPath, string folder) =>
        fullPath.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Eight bytes of SHA-256: names a folder or a lock, proves nothing.</summary>
    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));

    /// <summary>Deletes the folders that a deleted or moved file left empty, up to <paramref name="stop"/>, which stays.</summary>
    public static void PruneEmpty(string? folder, string stop)
    {
        for (; folder is not null && IsBelow(folder, stop) && Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
        {
            if (Directory.EnumerateFileSystemEntries(folder).Any()) return;
            Directory.Delete(folder);
        }
    }

    private static string Native(string path) => path.Replace('/', Path.DirectorySeparatorChar);
}
