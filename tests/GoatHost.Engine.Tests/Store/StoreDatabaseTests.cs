using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Database;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Store;

public sealed class StoreDatabaseTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Makes_the_database_in_write_ahead_mode_at_todays_version()
    {
        using var database = Open();
        var (version, mode) = await database.ReadAsync(connection =>
            (connection.Scalar("PRAGMA user_version"), connection.Query("PRAGMA journal_mode", row => row.GetString(0))[0]), default);
        Assert.Equal((Migrations.Latest, "wal"), ((int)version, mode));
    }

    [Fact]
    public async Task Refuses_a_database_of_a_newer_goat()
    {
        using (var database = Open()) await database.WriteAsync(connection => connection.Execute("PRAGMA user_version = 999"), default);
        using var later = Open();
        var refused = await Assert.ThrowsAsync<GoatException>(() => later.ReadAsync(_ => 0, default));
        Assert.Contains("written by a newer goat", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_in_a_sentence_that_the_file_is_no_database()
    {
        await File.WriteAllTextAsync(_data["goat.db"], new string('x', 5000));
        using var database = Open();
        var failed = await Assert.ThrowsAsync<GoatException>(() => database.ReadAsync(_ => 0, default));
        Assert.Contains("goat.db cannot be used", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_all_or_nothing()
    {
        using var database = Open();
        await Assert.ThrowsAsync<GoatException>(() => database.WriteAsync(connection =>
        {
            connection.Execute("INSERT INTO cursors VALUES ('ord', '1')");
            throw new GoatException("No.");
        }, default));
        Assert.Equal(0, await database.ReadAsync(connection => connection.Scalar("SELECT count(*) FROM cursors"), default));
    }

    [Fact]
    public async Task Serves_writers_of_several_processes()
    {
        using var one = Open();
        using var two = Open();
        await Parallel.ForEachAsync(Enumerable.Range(0, 40), async (i, ct) => await (i % 2 == 0 ? one : two).WriteAsync(
            connection => connection.Execute("INSERT INTO cursors VALUES ($source, '')", ("$source", i)), ct));
        Assert.Equal(40, await one.ReadAsync(connection => connection.Scalar("SELECT count(*) FROM cursors"), default));
    }

    private StoreDatabase Open() => new(new DataLayout(_data.Path));
}
