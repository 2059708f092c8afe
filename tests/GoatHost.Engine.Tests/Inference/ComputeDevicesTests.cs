using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Devices;
using GoatHost.Engine.Tests.Plugins;
using GoatHost.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Engine.Tests.Inference;

public sealed class ComputeDevicesTests : IDisposable
{
    private readonly TempFolder _home = new();
    private readonly ManualTime _time = new();
    private readonly CountedRuntime _runtime = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task They_are_asked_for_once_in_a_while_whichever_command_asks()
    {
        Assert.Equal("cpu 1", Assert.Single(await Devices().RecallAsync(CancellationToken.None)).Name);
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("cpu 1", Assert.Single(await Devices().RecallAsync(CancellationToken.None)).Name);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("cpu 2", Assert.Single(await Devices().RecallAsync(CancellationToken.None)).Name);
    }

    [Fact]
    public async Task Who_needs_the_memory_that_is_free_now_asks_anew()
    {
        await Devices().RecallAsync(CancellationToken.None);
        Assert.Equal("cpu 2", Assert.Single(await Devices().ListAsync(CancellationToken.None)).Name);
        Assert.Equal("cpu 2", Assert.Single(await Devices().RecallAsync(CancellationToken.None)).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"at":"yesterday","devices":[]}""")]
    public async Task What_was_kept_and_cannot_be_read_is_asked_for_again(string kept)
    {
        await File.WriteAllTextAsync(_home["devices.json"], kept);
        Assert.Single(await Devices().RecallAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_runtime_that_cannot_say_has_none()
    {
        _runtime.Fails = true;
        Assert.Empty(await Devices().ListAsync(CancellationToken.None));
        var answer = Assert.Single(await Devices().AskAsync(CancellationToken.None));
        Assert.Equal((_runtime.Name, true), (answer.Runtime, answer.Problem is not null));
    }

    private ComputeDevices Devices() => new(_ => Task.FromResult<IReadOnlyList<IRuntime>>([_runtime]), _home.Path, _time, NullLogger.Instance);

    private sealed class CountedRuntime : IRuntime
    {
        private int _asked;

        public bool Fails { get; set; }

        public string Name => "counted";

        public bool CanRun(VerifiedModel model) => false;

        public Task<IModelSession> OpenAsync(VerifiedModel model, SessionOptions options, IProgress<double>? progress, CancellationToken ct) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<ComputeDevice>> ListDevicesAsync(CancellationToken ct) => Fails
            ? throw new GoatException("The driver is gone.")
            : Task.FromResult<IReadOnlyList<ComputeDevice>>([new ComputeDevice($"cpu {++_asked}", false, 1, 1)]);
    }
}
