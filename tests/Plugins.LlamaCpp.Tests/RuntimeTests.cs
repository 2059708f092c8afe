using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp;
using GoatHost.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Plugins.LlamaCpp.Tests;

public sealed class RuntimeTests
{
    [Fact]
    public async Task It_says_how_it_is()
    {
        var health = await TinyModel.Runtime.CheckAsync(default);
        Assert.Equal(HealthStatus.Healthy, health.Status);
        Assert.Matches(@"^llama\.cpp v0\.4\.0, CPU variant \w+( in)?, ", health.Detail);
    }

    [Fact]
    public async Task It_lists_the_processor_with_its_memory()
    {
        var devices = await TinyModel.Runtime.ListDevicesAsync(default);
        var cpu = Assert.Single(devices, device => !device.IsGpu);
        Assert.True(cpu.TotalMemory > 1 << 28);
        Assert.InRange(cpu.FreeMemory, 1, cpu.TotalMemory - 1);
    }

    [Fact]
    public void It_runs_gguf_files_that_have_weights()
    {
        Assert.True(TinyModel.Runtime.CanRun(TinyModel.Describe()));
        Assert.False(TinyModel.Runtime.CanRun(TinyModel.Describe(format: "safetensors")));
        Assert.False(TinyModel.Runtime.CanRun(TinyModel.Describe(parameters: 0)));
    }

    [Fact]
    public async Task A_folder_without_libraries_is_told_with_what_to_do()
    {
        using var empty = new TempFolder();
        var runtime = new LlamaCppRuntime(new LlamaCppSettings(empty.Path), TimeProvider.System, NullLogger<LlamaCppRuntime>.Instance);
        var health = await runtime.CheckAsync(default);
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("restart", health.Detail);
        var missing = Assert.Throws<GoatException>(() => GoatHost.Plugins.LlamaCpp.Native.NativeFolder.Find(empty.Path));
        Assert.Contains("nativesDir", missing.Message);
    }

    [Fact]
    public async Task Loading_tells_how_far_it_is()
    {
        var seen = new List<double>();
        await using (await TinyModel.Runtime.OpenAsync(TinyModel.Describe(), new SessionOptions(), new Report(seen.Add), default))
        {
            Assert.Equal(seen.Order(), seen);
            Assert.Equal(1, seen[^1]);
        }
    }

    [Fact]
    public async Task Loading_stops_when_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var seen = new List<double>();
        var report = new Report(part =>
        {
            seen.Add(part);
            if (part > 0.3) stop.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TinyModel.Runtime.OpenAsync(TinyModel.Describe(), new SessionOptions(), report, stop.Token));
        Assert.True(seen[^1] < 1);
    }

    [Fact]
    public async Task A_listener_that_throws_fails_the_loading_and_not_the_process()
    {
        var report = new Report(_ => throw new InvalidOperationException("no more"));
        var refused = await Assert.ThrowsAnyAsync<GoatException>(() => TinyModel.Runtime.OpenAsync(TinyModel.Describe(), new SessionOptions(), report, default));
        Assert.Contains("no more", refused.Message);
    }

    [Theory]
    [InlineData("random")]
    [InlineData("truncated")]
    [InlineData("header")]
    [InlineData("missing")]
    [InlineData("empty")]
    public async Task A_file_that_is_no_model_is_refused_with_a_sentence(string how)
    {
        using var folder = new TempFolder();
        var bytes = await File.ReadAllBytesAsync(TinyModel.PathOf("Q4_0"));
        if (how == "random") new Random(1).NextBytes(bytes);
        if (how == "truncated") bytes = bytes[..(bytes.Length / 2)];
        if (how == "header") bytes.AsSpan(24, 400).Fill(0xEE);
        if (how == "empty") bytes = [];
        var path = folder["bad.gguf"];
        if (how != "missing") await File.WriteAllBytesAsync(path, bytes);
        var refused = await Assert.ThrowsAnyAsync<GoatException>(() => TinyModel.Runtime.OpenAsync(TinyModel.Describe("Q4_0", path), new SessionOptions(), null, default));
        Assert.StartsWith("llama.cpp cannot load goat-tiny-kjv:Q4_0: ", refused.Message);
        Assert.EndsWith(".", refused.Message);
    }

    [Fact]
    public async Task Threads_and_context_are_found_where_nothing_is_asked()
    {
        await using var session = await TinyModel.Runtime.OpenAsync(TinyModel.Describe(), new SessionOptions(), null, default);
        Assert.Matches(@"^llama\.cpp v0\.4\.0, .+, \d+ threads?$", session.Limits.Engine);
        Assert.Equal(TinyModel.TrainedContext, session.Limits.ContextTokens);
    }

    [Fact]
    public async Task A_context_beyond_the_trained_one_is_lowered_to_it()
    {
        await using var session = await TinyModel.OpenAsync(options: new SessionOptions { Threads = 1, ContextTokens = 9000 });
        Assert.Equal(TinyModel.TrainedContext, session.Limits.ContextTokens);
    }

    [Theory]
    [InlineData(1, null, null, "context")]
    [InlineData(null, 0, null, "threads")]
    public async Task Options_that_cannot_be_are_refused(int? context, int? threads, int? layers, string word)
    {
        var options = new SessionOptions { ContextTokens = context, Threads = threads, GpuLayers = layers };
        var refused = await Assert.ThrowsAnyAsync<GoatException>(() => TinyModel.OpenAsync(options: options));
        Assert.Contains(word, refused.Message);
    }

    [SkippableFact]
    public async Task Layers_for_a_gpu_that_is_not_there_are_refused()
    {
        var devices = await TinyModel.Runtime.ListDevicesAsync(default);
        Skip.If(devices.Any(device => device.IsGpu), "llama.cpp has a GPU here");
        var refused = await Assert.ThrowsAnyAsync<GoatException>(() => TinyModel.OpenAsync(options: new SessionOptions { GpuLayers = 4 }));
        Assert.Contains("GPU", refused.Message);
    }

    /// <summary>Progress heard at once, where <see cref="Progress{T}"/> would post it.</summary>
    private sealed class Report(Action<double> heard) : IProgress<double>
    {
        void IProgress<double>.Report(double value) => heard(value);
    }
}
