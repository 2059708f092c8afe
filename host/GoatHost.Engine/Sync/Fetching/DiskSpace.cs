using GoatHost.Abstractions;

namespace GoatHost.Engine.Sync.Fetching;

/// <summary>Asks before a fetch whether its bytes will find room.</summary>
internal class DiskSpace
{
    /// <summary>Left for the database and for others.</summary>
    private const long Reserve = 64L << 20;

    /// <summary>Makes the folder and asks for room on its disk.</summary>
    /// <exception cref="GoatException">There is too little, or the folder cannot be made.</exception>
    public void Require(string name, string folder, long bytes)
    {
        try
        {
            Directory.CreateDirectory(folder);
            Ask(name, folder, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"{folder} cannot be used: {e.Message.TrimEnd('.')}; make it writable, or choose another data directory with GOAT_HOME.", e);
        }
    }

    protected virtual long Free(string folder) => new DriveInfo(folder).AvailableFreeSpace;

    private void Ask(string name, string folder, long bytes)
    {
        if (bytes == 0) return;
        var free = Free(folder);
        if (bytes > free - Reserve)
        {
            throw new GoatException(
                $"{name} needs {Sizes.Text(bytes)} on the disk of {folder}, which has {Sizes.Text(free)} free "
                + $"({Sizes.Text(Reserve)} is left for others): free some space, or choose another data directory with GOAT_HOME.");
        }
    }
}
