using GoatHost.Abstractions;
using Microsoft.Data.Sqlite;

namespace GoatHost.Engine.Store.Database;

/// <summary>The numbered steps from an empty database to today's; user_version tells how many were taken.</summary>
internal static class Migrations
{
    public static int Latest => Steps.Length;

    private static readonly string[] Steps =
    [
        """
        CREATE TABLE models (
          id INTEGER PRIMARY KEY,
          name TEXT NOT NULL COLLATE NOCASE,
          quantization TEXT NOT NULL COLLATE NOCASE,
          origin TEXT NOT NULL,
          title TEXT,
          license TEXT,
          summary TEXT NOT NULL,
          added_at TEXT NOT NULL,
          UNIQUE (name, quantization)
        );
        CREATE TABLE origins (
          origin TEXT NOT NULL,
          model INTEGER NOT NULL REFERENCES models ON DELETE CASCADE,
          PRIMARY KEY (origin, model)
        ) WITHOUT ROWID;
        CREATE TABLE files (
          model INTEGER NOT NULL REFERENCES models ON DELETE CASCADE,
          position INTEGER NOT NULL,
          path TEXT NOT NULL,
          location TEXT NOT NULL,
          in_place INTEGER NOT NULL,
          size INTEGER NOT NULL,
          sha256 TEXT NOT NULL,
          modified_at INTEGER NOT NULL,
          inode INTEGER NOT NULL,
          PRIMARY KEY (model, position)
        ) WITHOUT ROWID;
        CREATE INDEX files_by_digest ON files (sha256);
        CREATE INDEX files_by_location ON files (location);
        CREATE TABLE proofs (
          model INTEGER NOT NULL REFERENCES models ON DELETE CASCADE,
          position INTEGER NOT NULL,
          claim TEXT NOT NULL,
          holds INTEGER NOT NULL,
          evidence TEXT NOT NULL,
          PRIMARY KEY (model, position)
        ) WITHOUT ROWID;
        CREATE TABLE locators (
          model INTEGER NOT NULL REFERENCES models ON DELETE CASCADE,
          position INTEGER NOT NULL,
          text TEXT NOT NULL,
          PRIMARY KEY (model, position)
        ) WITHOUT ROWID;
        CREATE TABLE transfers (
          location TEXT PRIMARY KEY,
          identity TEXT NOT NULL,
          length INTEGER NOT NULL,
          missing TEXT NOT NULL,
          closed INTEGER NOT NULL,
          modified_at INTEGER NOT NULL,
          inode INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE catalog (
          reference TEXT PRIMARY KEY,
          source TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('found', 'refused', 'gone')),
          name TEXT COLLATE NOCASE,
          description TEXT,
          reason TEXT,
          seen_at TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX catalog_by_name ON catalog (name);
        CREATE TABLE cursors (source TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
        """,
        """
        CREATE TABLE moves (source TEXT PRIMARY KEY, target TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE leftovers (location TEXT PRIMARY KEY) WITHOUT ROWID;
        """,
        "ALTER TABLE models ADD COLUMN derivation TEXT",
    ];

    public static void Apply(SqliteConnection connection, string path)
    {
        // A database that is up to date is not written: it may be on a full disk, or in another's hands.
        if (connection.Scalar("PRAGMA user_version") == Latest) return;
        // The transaction is taken before the version is read: two processes may start on a new directory at once.
        using var transaction = connection.BeginTransaction();
        var version = (int)connection.Scalar("PRAGMA user_version");
        if (version > Latest)
        {
            throw new GoatException(
                $"The database {path} was written by a newer goat (it is of version {version}, this goat knows {Latest}): "
                + "use that goat, or another data directory (GOAT_HOME).");
        }
        for (; version < Latest; version++) connection.Execute(Steps[version]);
        connection.Execute($"PRAGMA user_version = {Latest}");
        transaction.Commit();
    }
}
