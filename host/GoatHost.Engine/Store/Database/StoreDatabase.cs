using GoatHost.Abstractions;
using Microsoft.Data.Sqlite;

namespace GoatHost.Engine.Store.Database;

/// <summary>The SQLite file of the data directory. Each call has a pooled connection of its own, so calls and processes run side by side.</summary>
internal sealed class StoreDatabase(DataLayout layout) : IDisposable
{
    /// <summary>How long a writer waits for another process's write, in seconds.</summary>
    private const int BusySeconds = 30;

    private readonly Lock _opening = new();
    private readonly string _text = new SqliteConnectionStringBuilder
    {
        DataSource = layout.Database,
        ForeignKeys = true,
        DefaultTimeout = BusySeconds,
    }.ToString();
    private bool _ready;

    /// <summary>Reads what one moment of the database says.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken ct) => RunAsync(connection =>
    {
        using var moment = connection.BeginTransaction(deferred: true);
        return read(connection);
    }, ct);

    /// <summary>Writes all of it or nothing.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken ct) => RunAsync(connection =>
    {
        using var transaction = connection.BeginTransaction();
        var result = write(connection);
        transaction.Commit();
        return result;
    }, ct);

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Action<SqliteConnection> write, CancellationToken ct) => WriteAsync(connection =>
    {
        write(connection);
        return true;
    }, ct);

    public void Dispose()
    {
        using var connection = new SqliteConnection(_text);
        SqliteConnection.ClearPool(connection);
    }

    private Task<T> RunAsync<T>(Func<SqliteConnection, T> work, CancellationToken ct) => Task.Run(() =>
    {
        try
        {
            Prepare();
            using var connection = new SqliteConnection(_text);
            connection.Open();
            return work(connection);
        }
        catch (SqliteException e)
        {
            throw new GoatException($"The database {layout.Database} cannot be used: {e.Message.TrimEnd('.')}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException(
                $"The data directory {layout.Root} cannot be used: {e.Message.TrimEnd('.')}; choose another with GOAT_HOME.", e);
        }
    }, ct);

    private void Prepare()
    {
        lock (_opening)
        {
            if (_ready) return;
            Directory.CreateDirectory(layout.Root);
            using var connection = new SqliteConnection(_text);
            connection.Open();
            // WAL lets readers go on while one process writes; it is kept in the file.
            connection.Execute("PRAGMA journal_mode = WAL");
            Migrations.Apply(connection, layout.Database);
            _ready = true;
        }
    }
}
