using GoatHost.Abstractions;
using Microsoft.Data.Sqlite;

namespace GoatHost.Engine.Store.Database;

/// <summary>What SQLite's result codes mean for a person (sqlite.org/rescode.html).</summary>
internal static class DatabaseFailures
{
    private const string FromCopy = "put back a copy of the data directory, or move the file away and pull the models again";

    public static GoatException Tell(SqliteException failure, string path) =>
        new($"The database {path} cannot be used: {Reason(failure.SqliteErrorCode) ?? failure.Message.TrimEnd('.')}.", failure);

    public static GoatException Unreadable(Exception failure, string path) =>
        new($"The database {path} cannot be used: it holds a record that cannot be read ({failure.Message.TrimEnd('.')}); {FromCopy}.", failure);

    public static GoatException Emptied(string path, string models) =>
        new($"The database {path} cannot be used: it is empty, though models lie in {models}; {FromCopy}.");

    private static string? Reason(int code) => code switch
    {
        5 or 6 => "another program holds it and does not let go; wait for that one or end it, and try again",
        8 => "it may not be written; make its folder writable, or choose another data directory with GOAT_HOME",
        10 => "the disk failed to read or write it; see whether the disk is full or broken, what was recorded before is kept",
        11 or 26 => $"the file is damaged; {FromCopy}",
        13 => "the disk is full; free some space and try again, what was recorded before is kept",
        14 => "the file cannot be opened; make its folder readable and writable, or choose another data directory with GOAT_HOME",
        _ => null,
    };
}
