using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Database;
using GoatHost.Engine.Store.Transfers;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Store;

public sealed class ArtifactFileTests : IDisposable
{
    private const int Length = 10_000;

    private readonly TempFolder _data = new();
    private readonly StoreDatabase _database;
    private readonly TransferRecords _records;

    public ArtifactFileTests()
    {
        var layout = new DataLayout(_data.Path);
        _database = new StoreDatabase(layout);
        _records = new TransferRecords(_database, layout);
    }

    public void Dispose()
    {
        _database.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Fills_holes_in_any_order_and_counts_each_byte_once()
    {
        await using var file = await OpenAsync();
        await file.WriteAsync(5000, new byte[1000], default);
        await file.WriteAsync(4500, new byte[1000], default);
        await file.WriteAsync(4500, new byte[1000], default);
        Assert.Equal(1500, file.Written);
        Assert.Equal([new ByteRange(0, 4500), new ByteRange(6000, 4000)], file.Missing);
        Assert.Equal(new ByteRange(0, 4500), file.Urgent);
    }

    [Fact]
    public async Task Changes_nothing_when_what_is_there_is_written_again()
    {
        await using var file = await OpenAsync();
        await file.WriteAsync(0, Filled(1, 100), default);
        await file.WriteAsync(50, Filled(2, 100), default);
        var read = new byte[150];
        await file.ReadAsync(0, read, default);
        Assert.Equal([.. Filled(1, 100).ToArray(), .. Filled(2, 50).ToArray()], read);
    }

    [Fact]
    public async Task Reads_nothing_that_is_missing_and_writes_nothing_outside()
    {
        await using var file = await OpenAsync();
        await Assert.ThrowsAsync<GoatException>(async () => await file.ReadAsync(0, new byte[1], default));
        await Assert.ThrowsAsync<GoatException>(async () => await file.WriteAsync(Length - 1, new byte[2], default));
        await Assert.ThrowsAsync<GoatException>(async () => await file.WriteAsync(-1, new byte[2], default));
    }

    [Fact]
    public async Task Remembers_after_a_clean_end()
    {
        await using (var file = await OpenAsync()) await file.WriteAsync(0, Filled(7, 4000), default);
        await using var again = await OpenAsync();
        Assert.Equal([new ByteRange(4000, 6000)], again.Missing);
        var read = new byte[4000];
        await again.ReadAsync(0, read, default);
        Assert.All(read, value => Assert.Equal(7, value));
    }

    [Fact]
    public async Task Remembers_up_to_the_last_checkpoint_after_a_kill()
    {
        // Never disposed before the second opening: a process that was killed.
        var killed = await OpenAsync();
        await killed.WriteAsync(0, Filled(7, 4000), default);
        await killed.CheckpointAsync(default);
        await killed.WriteAsync(4000, Filled(7, 1000), default);

        await using var again = await OpenAsync();
        Assert.Equal([new ByteRange(4000, 6000)], again.Missing);
        await killed.DisposeAsync();
    }

    [Fact]
    public async Task Forgets_a_file_that_was_changed_or_replaced_meanwhile()
    {
        await using (var file = await OpenAsync()) await file.WriteAsync(0, Filled(7, Length), default);
        File.SetLastWriteTimeUtc(FullPath, File.GetLastWriteTimeUtc(FullPath).AddSeconds(1));
        await using (var changed = await OpenAsync()) Assert.Equal(0, changed.Written);

        await using (var file = await OpenAsync()) await file.WriteAsync(0, Filled(7, Length), default);
        File.Delete(FullPath);
        await using (var gone = await OpenAsync()) Assert.Equal(0, gone.Written);
    }

    [Fact]
    public async Task Forgets_what_was_fetched_for_other_bytes()
    {
        await using (var file = await OpenAsync()) await file.WriteAsync(0, Filled(7, Length), default);
        await using var other = await OpenAsync("another digest");
        Assert.Equal(0, other.Written);
    }

    [Fact]
    public async Task Gives_back_what_a_transport_discards()
    {
        await using var file = await OpenAsync();
        await file.WriteAsync(0, new byte[Length], default);
        Assert.True(file.IsWhole);
        file.Discard(new ByteRange(100, 50));
        Assert.Equal([new ByteRange(100, 50)], file.Missing);
    }

    [Fact]
    public async Task Takes_writes_from_many_at_once()
    {
        await using var file = await OpenAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), async (i, ct) => await file.WriteAsync(i % 100 * 100, Filled((byte)(i % 100), 100), ct));
        Assert.True(file.IsWhole);
        var read = new byte[Length];
        await file.ReadAsync(0, read, default);
        Assert.Equal(Enumerable.Range(0, Length).Select(i => (byte)(i / 100)), read);
    }

    private string FullPath => _data["incoming/x/m.gguf"];

    private Task<ArtifactFile> OpenAsync(string identity = "digest") => ArtifactFile.OpenAsync(_records, "m.gguf", FullPath, Length, identity, default);

    private static ReadOnlyMemory<byte> Filled(byte value, int length) => Enumerable.Repeat(value, length).ToArray();
}
