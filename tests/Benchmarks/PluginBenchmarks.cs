using BenchmarkDotNet.Attributes;
using GoatHost.Benchmarks.Samples;
using GoatHost.Engine.Plugins.Loading;
using GoatHost.TestKit;

namespace GoatHost.Benchmarks;

/// <summary>A plugin from its folder to work and away again. Its memory is given back by the collector some time after.</summary>
public class PluginBenchmarks
{
    private readonly TempFolder _data = new();
    private PluginPackage _sample = null!;
    private PluginPackage _swarm = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _sample = await Build.PluginAsync("echoruntime", _data.Path);
        _swarm = await Build.PluginAsync("bittorrent", _data.Path);
    }

    [GlobalCleanup]
    public void CleanUp() => _data.Dispose();

    [Benchmark]
    public async Task LoadAndUnloadSampleAsync() => await LoadedPlugin.Load(_sample, Build.Lendings()).DisposeAsync();

    [Benchmark]
    public async Task LoadAndUnloadBitTorrentAsync() => await LoadedPlugin.Load(_swarm, Build.Lendings()).DisposeAsync();
}
