using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Database;
using GoatHost.Engine.Tests.Sync;
using GoatHost.TestKit;
using Microsoft.Data.Sqlite;

namespace GoatHost.Engine.Tests.Store;

/// <summary>A database that was damaged, emptied, locked or is of another goat: one sentence, and not a byte of it is touched.</summary>
public sealed class DatabaseDamageTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("overwritten header", "the file is damaged")]
    [InlineData("cut in half", "the file is damaged")]
    [InlineData("cut in its header", "the file is damaged")]
    [InlineData("overwritten pages", "the file is damaged")]
    [InlineData("emptied", "it is empty, though models lie in")]
    public async Task Says_in_a_sentence_what_is_wrong_and_leaves_the_file_alone(string damage, string sentence)
    {
        await PublishAsync();
        var fine = await File.ReadAllBytesAsync(_data["goat.db"]);
        var damaged = Damaged(fine, damage);
        await File.WriteAllBytesAsync(_data["goat.db"], damaged);

        await using (var rig = new SyncRig(_data.Path))
        {
            rig.Publish("other", "Q8_0");
            Assert.Contains(sentence, (await Assert.ThrowsAsync<GoatException>(() => rig.Store.ListAsync(default))).Message, StringComparison.Ordinal);
            Assert.Contains(sentence, (await Assert.ThrowsAsync<GoatException>(() => rig.SyncAsync("ord:other"))).Message, StringComparison.Ordinal);
        }

        Assert.Equal(damaged, await File.ReadAllBytesAsync(_data["goat.db"]));
        await File.WriteAllBytesAsync(_data["goat.db"], fine);
        await using var again = new SyncRig(_data.Path);
        Assert.True(ModelStore.IsUnchanged((await again.Store.FindAsync("tiny", default))!.Files[0]));
    }

    [Fact]
    public async Task Begins_anew_when_a_person_moves_the_damaged_file_away()
    {
        await PublishAsync();
        File.Delete(_data["goat.db"]);
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        Assert.Empty(await rig.Store.ListAsync(default));
        var model = await rig.SyncAsync("ord:tiny");
        Assert.True(File.Exists(_data["models/tiny/tiny-Q8_0.gguf"]), "What no record names is not overwritten.");
        Assert.StartsWith(_data["models/tiny@"], model.Files[0].FullPath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_database_of_a_newer_goat()
    {
        await PublishAsync();
        using (var database = Open()) await database.WriteAsync(connection => connection.Execute("PRAGMA user_version = 999"), default);
        using var later = Open();
        var refused = await Assert.ThrowsAsync<GoatException>(() => later.ReadAsync(_ => 0, default));
        Assert.Contains("written by a newer goat", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_a_record_cannot_be_read()
    {
        await PublishAsync();
        using (var database = Open()) await database.WriteAsync(connection => connection.Execute("UPDATE models SET summary = '{', added_at = 'once'"), default);
        using var rig = Open();
        var failed = await Assert.ThrowsAsync<GoatException>(() => rig.ReadAsync(connection => ModelTable.All(connection, new DataLayout(_data.Path)), default));
        Assert.Contains("holds a record that cannot be read", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_another_program_holds_the_database()
    {
        await PublishAsync();
        await using var other = new SqliteConnection($"Data Source={_data["goat.db"]};Pooling=False");
        await other.OpenAsync();
        await using var transaction = other.BeginTransaction();
        using var database = new StoreDatabase(new DataLayout(_data.Path)) { Patience = TimeSpan.FromSeconds(1) };
        var failed = await Assert.ThrowsAsync<GoatException>(() => database.WriteAsync(connection => connection.Execute("DELETE FROM cursors"), default));
        Assert.Contains("another program holds it", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("goat.db", true)]
    [InlineData("locks", false)]
    [InlineData("incoming", false)]
    [InlineData("models", false)]
    [InlineData("", false)]
    public async Task Says_in_a_sentence_that_something_else_is_in_a_place_of_its_own(string place, bool folder)
    {
        using var elsewhere = new TempFolder();
        var data = elsewhere["data"];
        if (place.Length > 0) Directory.CreateDirectory(data);
        var path = Path.Combine(data, place);
        if (folder) Directory.CreateDirectory(path);
        else await File.WriteAllTextAsync(path.TrimEnd('/'), "mine");

        await using var rig = new SyncRig(data);
        rig.Publish("tiny", "Q8_0");
        var failed = await Assert.ThrowsAsync<GoatException>(() => rig.SyncAsync("ord:tiny"));

        Assert.Contains(path.TrimEnd('/'), failed.Message, StringComparison.Ordinal);
        if (!folder) Assert.Equal("mine", await File.ReadAllTextAsync(path.TrimEnd('/')));
    }

    private static byte[] Damaged(byte[] bytes, string damage) => damage switch
    {
        "overwritten header" => [.. Enumerable.Repeat((byte)'x', 100), .. bytes.AsSpan(100)],
        "cut in half" => bytes[..(bytes.Length / 2)],
        "cut in its header" => bytes[..50],
        "overwritten pages" => [.. bytes.AsSpan(0, 4096), .. Enumerable.Repeat((byte)0xA5, bytes.Length - 4096)],
        _ => [],
    };

    private StoreDatabase Open() => new(new DataLayout(_data.Path));

    private async Task PublishAsync()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        await rig.SyncAsync("ord:tiny");
    }
}
