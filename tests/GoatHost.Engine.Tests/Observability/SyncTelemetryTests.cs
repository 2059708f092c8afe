using GoatHost.Abstractions;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Tests.Sync;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Observability;

public sealed class SyncTelemetryTests : IDisposable
{
    private static readonly string[] Stages = ["resolve", "plan", "fetch", "verify", "publish"];

    private readonly TempFolder _data = new();
    private readonly Watcher _watcher = new();

    public void Dispose()
    {
        _watcher.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Each_stage_of_a_sync_is_measured_and_traced_below_it()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");

        await rig.SyncAsync("ord:tiny");

        var measured = _watcher.Measured("goat.sync.stage.duration");
        Assert.Equal(Stages, measured.Select(one => one.Tags["stage"]));
        Assert.All(measured, one => Assert.Equal("ok", one.Tags["outcome"]));
        Assert.All(measured, one => Assert.True(one.Value >= 0));
        var stages = _watcher.Activities.Where(activity => activity.OperationName.StartsWith("sync ", StringComparison.Ordinal)).ToList();
        Assert.Equal(Stages.Select(stage => $"sync {stage}"), stages.Select(activity => activity.OperationName));
        Assert.All(stages, activity => Assert.Equal("sync", _watcher.ParentOf(activity)));
        Assert.Equal("", _watcher.ParentOf(_watcher.Activities[^1]));
    }

    [Fact]
    public async Task A_refusal_ends_its_stage_as_refused_and_no_stage_follows()
    {
        await using var rig = new SyncRig(_data.Path);
        var bytes = rig.Publish("tiny", "Q8_0");
        rig.Transport.Files["tiny-Q8_0.gguf"] = [.. bytes.Reverse()];

        await Assert.ThrowsAsync<RefusedException>(() => rig.SyncAsync("ord:tiny"));

        var (_, _, tags) = _watcher.Measured("goat.sync.stage.duration")[^1];
        Assert.Equal(("verify", "refused"), (tags["stage"], tags["outcome"]));
        Assert.Equal("refused", _watcher.Activities[^1].GetTagItem("outcome"));
        Assert.Equal(System.Diagnostics.ActivityStatusCode.Error, _watcher.Activities[^1].Status);
    }

    [Fact]
    public async Task Leaving_is_no_error()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        using var leave = new CancellationTokenSource();
        rig.Transport.BeforeBlock = async (sent, _) =>
        {
            if (sent > 10_000) await leave.CancelAsync();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.SyncAsync("ord:tiny", ct: leave.Token));

        var (_, _, tags) = _watcher.Measured("goat.sync.stage.duration")[^1];
        Assert.Equal(("fetch", "cancelled"), (tags["stage"], tags["outcome"]));
        Assert.Equal(System.Diagnostics.ActivityStatusCode.Unset, _watcher.Activities[^1].Status);
    }

    [Fact]
    public void A_transfer_is_counted_while_it_runs_and_rated_when_it_ends()
    {
        const string Transport = "counted";
        var (written, time) = (500L, new SteppedTime());
        var meter = new TransferMeter(Transport, () => written, new Quiet(), time);
        written = 1500;
        meter.Report(new TransferNote("two") { Peers = 2 });

        Assert.Equal(1000, Bytes());
        Assert.Equal(2, _watcher.Observe("goat.transfer.peers").Single(IsOurs).Value);

        written = 4500;
        time.Seconds = 2;
        meter.Dispose();
        meter.Dispose();
        using (new TransferMeter(Transport, () => written, new Quiet(), time)) written += 100;

        Assert.Equal(4100, Bytes());
        Assert.DoesNotContain(_watcher.Observe("goat.transfer.peers"), one => IsOurs(one));
        Assert.Equal(2000, Assert.Single(_watcher.Measured("goat.transfer.rate")).Value);

        double Bytes() => _watcher.Observe("goat.transfer.bytes").Single(IsOurs).Value;
        static bool IsOurs((string Name, double Value, Dictionary<string, object?> Tags) one) => one.Tags["transport"] is Transport;
    }

    private sealed class Quiet : IProgress<TransferNote>
    {
        public void Report(TransferNote value)
        {
        }
    }

    private sealed class SteppedTime : TimeProvider
    {
        public int Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
