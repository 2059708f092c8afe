using GoatHost.Abstractions;

namespace GoatHost.Engine.Store.Publishing;

/// <summary>One file and its place; the move happens when it is asked for.</summary>
internal sealed record PlacedFile(PublishedFile Source, string FullPath, bool InPlace)
{
    /// <summary>Moves the file if it must; the bytes were made durable when the transfer closed.</summary>
    public StoredFile Place()
    {
        if (FullPath != Source.FullPath) Move();
        if (FileStamp.Of(FullPath) != Source.Stamp)
            throw new RefusedException($"{FullPath} was changed while it was being published, so it is not what was verified; try again.");
        return new StoredFile(Source.Path, FullPath, Source.Stamp.Size, Source.Sha256, InPlace, Source.Stamp);
    }

    private void Move()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FullPath)!);
            File.Move(Source.FullPath, FullPath, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException(
                $"{Source.FullPath} cannot be moved to {FullPath}: {e.Message.TrimEnd('.')}; the next try goes on from here.", e);
        }
    }
}
