using GoatHost.Abstractions;
using GoatHost.Engine.Store.Disks;

namespace GoatHost.Engine.Store.Publishing;

/// <summary>One file and its place; the move happens when it is asked for.</summary>
internal sealed record PlacedFile(PublishedFile Source, string FullPath, bool InPlace)
{
    public bool Moves => FullPath != Source.FullPath;

    /// <summary>Moves the file if it must; the bytes were made durable when the transfer closed, the name is when this returns.</summary>
    public StoredFile Place(DataLayout layout)
    {
        if (Moves) Move(layout);
        var stamp = FileStamp.Of(FullPath)
            ?? throw new GoatException($"{FullPath} was deleted while it was being published: run the same command again.");
        if (stamp != Source.Stamp)
            throw new RefusedException($"{FullPath} was changed while it was being published, so it is not what was verified; try again.");
        return new StoredFile(Source.Path, FullPath, Source.Stamp.Size, Source.Sha256, InPlace, Source.Stamp);
    }

    private void Move(DataLayout layout)
    {
        var folder = Path.GetDirectoryName(FullPath)!;
        Links.Refuse(Source.FullPath, layout.Incoming);
        Links.Refuse(folder, layout.Models);
        try
        {
            Directory.CreateDirectory(folder);
            File.Move(Source.FullPath, FullPath, overwrite: true);
            DirectorySync.FlushUp(folder, layout.Root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException(
                $"{Source.FullPath} cannot be moved to {FullPath}: {e.Message.TrimEnd('.')}; the next try goes on from here.", e);
        }
    }
}
