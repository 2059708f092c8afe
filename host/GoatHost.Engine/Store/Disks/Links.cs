using GoatHost.Abstractions;

namespace GoatHost.Engine.Store.Disks;

/// <summary>Symbolic links inside the folders that the host writes. It makes none, so one that is there leads where nobody agreed to.</summary>
internal static class Links
{
    /// <exception cref="RefusedException">The path, or a folder between it and <paramref name="folder"/>, is a link.</exception>
    public static void Refuse(string fullPath, string folder)
    {
        if (On(fullPath, folder) is { } link)
            throw new RefusedException($"{link} is a link, which goat did not make and does not follow out of {folder}: delete it, or put the real thing in its place.");
    }

    /// <summary>The folder itself may be a link: a person keeps models on another disk so.</summary>
    public static string? On(string fullPath, string folder)
    {
        for (var at = fullPath; DataLayout.IsBelow(at, folder); at = Path.GetDirectoryName(at)!)
        {
            if (new FileInfo(at).LinkTarget is not null) return at;
        }
        return null;
    }
}
