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

    [Fact]
    public async Task Brings_a_database_of_an_older_goat_up_to_date()
    {
        using (var database = Open())
        {
            await database.WriteAsync(connection => connection.Execute(
                """
                INSERT INTO cursors VALUES ('ord', '1');
                DROP TABLE moves; DROP TABLE leftovers; ALTER TABLE models DROP COLUMN derivation;
                PRAGMA user_version = 1
                """), default);
        }
        using var later = Open();
        Assert.Equal(1, await later.ReadAsync(connection => connection.Scalar("SELECT count(*) FROM cursors"), default));
        Assert.Equal(0, await later.ReadAsync(connection => connection.Scalar("SELECT count(*) FROM moves"), default));
        Assert.Equal(0, await later.ReadAsync(connection => connection.Scalar("SELECT count(derivation) FROM models"), default));
    }

    private StoreDatabase Open() => new(new DataLayout(_data.Path));
}
