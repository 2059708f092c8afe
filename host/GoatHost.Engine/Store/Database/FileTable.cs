using Microsoft.Data.Sqlite;

namespace GoatHost.Engine.Store.Database;

/// <summary>The files of models, with digests and the stamps they were hashed under. Models of equal bytes may share a file.</summary>
internal static class FileTable
{
    private const string Columns = "SELECT path, location, size, sha256, in_place, modified_at, inode FROM files ";

    public static List<StoredFile> Of(SqliteConnection connection, DataLayout layout, long model) =>
        connection.Query(Columns + "WHERE model = $model ORDER BY position", row => File(row, layout), ("$model", model));

    public static List<StoredFile> WithDigest(SqliteConnection connection, DataLayout layout, string sha256) =>
        connection.Query(Columns + "WHERE sha256 = $sha256", row => File(row, layout), ("$sha256", sha256));

    public static List<StoredFile> At(SqliteConnection connection, DataLayout layout, string fullPath) =>
        connection.Query(Columns + "WHERE location = $location", row => File(row, layout), ("$location", layout.ToRecord(fullPath)));

    public static void Put(SqliteConnection connection, DataLayout layout, long model, IReadOnlyList<StoredFile> files)
    {
        for (var i = 0; i < files.Count; i++)
        {
            connection.Execute(
                "INSERT INTO files VALUES ($model, $position, $path, $location, $inPlace, $size, $sha256, $modified, $inode)",
                ("$model", model), ("$position", i), ("$path", files[i].Path), ("$location", layout.ToRecord(files[i].FullPath)),
                ("$inPlace", files[i].InPlace), ("$size", files[i].Size), ("$sha256", files[i].Sha256),
                ("$modified", files[i].Stamp.ModifiedAt.UtcTicks), ("$inode", files[i].Stamp.Inode));
        }
    }

    /// <summary>Records that a file was hashed again under a new stamp, and is the same.</summary>
    public static void Restamp(SqliteConnection connection, DataLayout layout, StoredFile file, FileStamp stamp) => connection.Execute(
        "UPDATE files SET modified_at = $modified, inode = $inode WHERE location = $location AND sha256 = $sha256 AND size = $size",
        ("$modified", stamp.ModifiedAt.UtcTicks), ("$inode", stamp.Inode), ("$location", layout.ToRecord(file.FullPath)),
        ("$sha256", file.Sha256), ("$size", stamp.Size));

    private static StoredFile File(SqliteDataReader row, DataLayout layout)
    {
        var size = row.GetInt64(2);
        var stamp = new FileStamp(size, new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero), row.GetInt64(6));
        return new StoredFile(row.GetString(0), layout.FromRecord(row.GetString(1)), size, row.GetString(3), row.GetBoolean(4), stamp);
    }
}
