using System.Security.Cryptography;
using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Plugins.Pins;

/// <summary>A plugin folder's hash: the SHA-256 over its files' SHA-256 and paths, sorted by path.</summary>
/// <remarks>The text that is hashed is sha256sum's own, a line for each file: <c>LC_ALL=C; find * -type f | sort | xargs sha256sum | sha256sum</c> in the folder gives the same.</remarks>
internal static class PluginPin
{
    private const int MostFiles = 20_000;

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    /// <exception cref="GoatException">The folder cannot be hashed, or holds links, which point where no pin reaches.</exception>
    public static async Task<string> ComputeAsync(string folder, CancellationToken ct)
    {
        try
        {
            using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var path in Files(folder))
            {
                await using var file = new FileStream(Path.Combine(folder, path), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
                all.AppendData(Encoding.UTF8.GetBytes($"{Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct))}  {path}\n"));
            }
            return Convert.ToHexStringLower(all.GetHashAndReset());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"The plugin folder {folder} cannot be hashed: {e.Message}", e);
        }
    }

    /// <exception cref="GoatException">The folder is not what was pinned.</exception>
    public static async Task CheckAsync(string id, string folder, string pin, CancellationToken ct)
    {
        var found = await ComputeAsync(folder, ct);
        if (!found.Equals(pin, StringComparison.OrdinalIgnoreCase))
            throw new GoatException($"The files of the {id} plugin in {folder} are not those that were pinned ({found[..12]}… instead of {pin[..12].ToLowerInvariant()}…), so it is not loaded: goat plugin pin {id} takes them as they are now, if you trust them.");
    }

    private static List<string> Files(string folder)
    {
        var files = new List<string>();
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Everything))
        {
            var path = Path.GetRelativePath(folder, entry.FullName).Replace('\\', '/');
            if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint)) throw new GoatException($"{entry.FullName} is a link; the folder of a pinned plugin holds none.");
            if (entry is FileInfo) files.Add(path);
            if (files.Count > MostFiles) throw new GoatException($"The plugin folder {folder} holds more than {MostFiles} files, which is too many to pin.");
        }
        files.Sort(StringComparer.Ordinal);
        return files;
    }
}
