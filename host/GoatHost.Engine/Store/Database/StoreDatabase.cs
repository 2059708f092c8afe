using System.Text.Json;
using GoatHost.Abstractions;
using Microsoft.Data.Sqlite;

namespace GoatHost.Engine.Store.Database;

/// <summary>The SQLite file of the data directory. Each call has a pooled connection of its own, so calls and processes run side by side.</summary>
internal sealed class StoreDatabase(DataLayout layout) : IDisposable
{
    private readonly Lock _opening = new();
    private readonly Lock _watching = new();
    private SqliteConnection? _watch;
    private SqliteCommand? _version;
    private bool _ready;

    /// <summary>How long a writer waits for another process's write; whole seconds.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    private string Text => field ??= new SqliteConnectionStringBuilder
    {
        DataSource = layout.Database,
        ForeignKeys = true,
        DefaultTimeout = (int)Patience.TotalSeconds,
    }.ToString();

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

    /// <summary>A number that is another after each write, whichever process wrote (sqlite.org/pragma.html#pragma_data_version).</summary>
    public long Version() => Tell(() =>
    {
        lock (_watching)
        {
            // It is told of the writes of all connections but the one that asks, so that one is held and never writes.
            _version ??= Watch();
            return (long)_version.ExecuteScalar()!;
        }
    });

    public void Dispose()
    {
        lock (_watching)
        {
            _version?.Dispose();
            _watch?.Dispose();
        }
        using var connection = new SqliteConnection(Text);
        SqliteConnection.ClearPool(connection);
    }

    private Task<T> RunAsync<T>(Func<SqliteConnection, T> work, CancellationToken ct) => Task.Run(
        () => Tell(() =>
        {
            using var connection = Open();
            return work(connection);
        }), ct);

    /// <summary>What goes wrong is told in a sentence.</summary>
    private T Tell<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw DatabaseFailures.Tell(e, layout.Database);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidCastException)
        {
            throw DatabaseFailures.Unreadable(e, layout.Database);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException(
                $"The data directory {layout.Root} cannot be used: {e.Message.TrimEnd('.')}; choose another with GOAT_HOME.", e);
        }
    }

    private SqliteConnection Open()
    {
        Prepare();
        var connection = new SqliteConnection(Text);
        connection.Open();
        return connection;
    }

    private SqliteCommand Watch()
    {
        _watch = Open();
        var command = _watch.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        return command;
    }

    private void Prepare()
    {
        lock (_opening)
        {
            if (_ready) return;
            Directory.CreateDirectory(layout.Root);
            RefuseEmptied();
            using var connection = new SqliteConnection(Text);
            connection.Open();
            // WAL lets readers go on while one process writes; it is kept in the file.
            connection.Execute("PRAGMA journal_mode = WAL");
            Migrations.Apply(connection, layout.Database);
            _ready = true;
        }
    }

    /// <summary>SQLite takes a file of no bytes for a new database. With models beside it, it is one that lost its bytes.</summary>
    private void RefuseEmptied()
    {
        if (new FileInfo(layout.Database) is not { Exists: true, Length: 0 } || !Directory.Exists(layout.Models)) return;
        if (Directory.EnumerateFiles(layout.Models, "*", SearchOption.AllDirectories).Any())
            throw DatabaseFailures.Emptied(layout.Database, layout.Models);
    }
}
