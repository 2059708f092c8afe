using GoatHost.Abstractions;

namespace GoatHost.Engine.Store.Transfers;

/// <summary>What is remembered of a file that is being fetched.</summary>
/// <param name="FullPath">Where it lies.</param>
/// <param name="Identity">Whose bytes they are: the publisher's digest, else the origin with the path.</param>
/// <param name="Length">How long it will be.</param>
/// <param name="Missing">What is not durably on disk.</param>
/// <param name="Closed">True when nothing was written after <paramref name="ModifiedAt"/>; false after a crash.</param>
/// <param name="ModifiedAt">Time of the last write known of.</param>
/// <param name="Inode">The file's number, or 0.</param>
internal sealed record TransferRecord(
    string FullPath, string Identity, long Length, List<ByteRange> Missing, bool Closed, DateTimeOffset ModifiedAt, long Inode)
{
    /// <summary>After a crash the file may be younger than its record by the writes of the last seconds.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>Whether the file on disk is the one this record was kept for.</summary>
    public bool Describes(FileStamp stamp) =>
        stamp.Size == Length && stamp.Inode == Inode
        && stamp.ModifiedAt >= ModifiedAt && stamp.ModifiedAt <= (Closed ? ModifiedAt : ModifiedAt + Slack);
}
