using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Recovery;
using GoatHost.Engine.Tests.Sync;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Store;

public sealed class AbandonedFilesTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Deletes_old_files_without_a_record_and_no_others()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        using var person = new CancellationTokenSource();
        rig.Transport.BeforeBlock = async (sent, _) =>
        {
            if (sent >= 20_000) await person.CancelAsync();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.SyncAsync("ord:tiny", ct: person.Token));
        var recorded = Path.Combine(rig.Get<DataLayout>().IncomingFolder("tiny", "ord:tiny"), "tiny-Q8_0.gguf");
        File.SetLastWriteTimeUtc(recorded, LongAgo);
        Make("incoming/old/sub/x.gguf", LongAgo);
        Make("incoming/young/x.gguf");
        File.CreateSymbolicLink(_data["incoming/link"], Path.GetTempPath());

        await rig.Get<AbandonedFiles>().CleanAsync(default);

        Assert.False(Directory.Exists(_data["incoming/old"]));
        Assert.True(File.Exists(_data["incoming/young/x.gguf"]));
        Assert.True(File.Exists(recorded));
        Assert.NotNull(new FileInfo(_data["incoming/link"]).LinkTarget);
    }

    [SkippableFact]
    public async Task Deletes_old_locks_that_nobody_holds()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "lock files are cleaned on Linux only");
        await using var rig = new SyncRig(_data.Path);
        var locks = rig.Get<StoreLocks>();
        (await locks.TakeAsync("old", null, default)).Dispose();
        using var held = await locks.TakeAsync("held", null, default);
        foreach (var file in Directory.EnumerateFiles(_data["locks"])) File.SetLastWriteTimeUtc(file, LongAgo);
        (await locks.TakeAsync("young", null, default)).Dispose();

        Assert.Equal(1, locks.Clean(TimeProvider.System.GetUtcNow() - AbandonedFiles.Age));
        Assert.Equal(2, Directory.EnumerateFiles(_data["locks"]).Count());
    }

    [SkippableFact]
    public async Task Of_many_who_take_a_lock_while_it_is_cleaned_away_one_has_it()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "lock files are cleaned on Linux only");
        await using var rig = new SyncRig(_data.Path);
        var locks = rig.Get<StoreLocks>();
        using var stop = new CancellationTokenSource();
        var cleaning = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) locks.Clean(DateTimeOffset.MaxValue);
        });
        var (inside, most) = (0, 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, 60), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, ct) =>
        {
            using var held = await locks.TakeAsync("one", null, ct);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Delay(1, ct);
            Interlocked.Decrement(ref inside);
        });
        await stop.CancelAsync();
        await cleaning;
        Assert.Equal(1, most);
    }

    private void Make(string path, DateTime? modified = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_data[path])!);
        File.WriteAllText(_data[path], "x");
        if (modified is { } time) File.SetLastWriteTimeUtc(_data[path], time);
    }
}
