using System.Security.Cryptography;
using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Sync;
using GoatHost.Engine.Sync.Fetching;
using GoatHost.Engine.Sync.Planning;
using GoatHost.Engine.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Tests.Sync;

/// <summary>The store and the sync on a data directory, with scripted plugins. A second rig on the same directory is a second process.</summary>
internal sealed class SyncRig : IAsyncDisposable, ICapabilities, IModelInspector, IMachineMemory
{
    private readonly ServiceProvider _services;
    private readonly Lock _guard = new();

    public SyncRig(string data, Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new EngineOptions { DataDirectory = data, DefaultPluginList = "", PluginsDirectory = "", WorkerCommand = [] })
            .AddStore().AddVerification().AddSync()
            .AddSingleton<ICapabilities>(this).AddSingleton<IModelInspector>(this).AddSingleton<IMachineMemory>(this)
            .AddSingleton(new FetchLimits { Tick = TimeSpan.FromMilliseconds(10), Checkpoint = TimeSpan.FromMilliseconds(20), Stall = TimeSpan.FromMilliseconds(300) });
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public List<FakeSource> Ord { get; } = [new()];

    public FakeSource Source => Ord[0];

    public FakeTransport Transport { get; } = new();

    public FakeTransport Mirror { get; } = new("mirror");

    public FakeTransport Torrent { get; } = new("torrent");

    public IReadOnlyList<ISource> Sources => Ord;

    public IReadOnlyList<ITransport> Transports => [Transport, Mirror, Torrent];

    public long Total { get; set; } = 8L << 30;

    public string? FoundQuantization { get; set; }

    public List<SyncNote> Notes { get; } = [];

    /// <summary>Called with each note, while the sync waits.</summary>
    public Action<SyncNote> Heard { get; set; } = _ => { };

    public ModelStore Store => _services.GetRequiredService<ModelStore>();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public Task<StoredModel> SyncAsync(string reference, string? quantization = null, string? prefer = null, bool allowUnproven = false, CancellationToken ct = default) => Get<ModelSync>().SyncAsync(
        new Reference(reference),
        new SyncOptions { Quantization = quantization, Prefer = prefer is null ? null : new Locator(prefer), AllowUnproven = allowUnproven },
        new Listener(note =>
        {
            lock (_guard) Notes.Add(note);
            Heard(note);
        }),
        ct);

    /// <summary>A model at <c>ord:name</c> whose files the transport serves; with the publisher's digests unless told otherwise.</summary>
    public byte[] Publish(string name, params string[] quantizations)
    {
        var last = Array.Empty<byte>();
        var files = quantizations.Select((quantization, i) =>
        {
            last = Bytes(50_000 - 10_000 * i, name + quantization);
            var path = $"{name}-{quantization}.gguf";
            Transport.Files[path] = last;
            return new Artifact(path, last.Length, Hash(last), quantization, []);
        }).ToList();
        Source.Models[$"ord:{name}"] = new ModelDescription
        {
            Name = name,
            Origin = new Reference($"ord:{name}"),
            Files = files,
            Locators = [new Locator("fake:one")],
            Proofs = [new Proof("script path", true, "x")],
        };
        return last;
    }

    public ModelSummary Inspect(IReadOnlyList<string> paths, CancellationToken ct)
    {
        if (File.ReadAllBytes(paths[0]).AsSpan().StartsWith("BAD"u8)) throw new RefusedException("The structure is bad at byte 3.");
        return new ModelSummary { Architecture = "llama", Parameters = 1, Quantization = FoundQuantization ?? Quantizations.InFileName(paths[0]) ?? "Q8_0" };
    }

    public static byte[] Bytes(int length, string seed)
    {
        var bytes = new byte[length];
        new Random(seed.Sum(c => c)).NextBytes(bytes);
        return bytes;
    }

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class Listener(Action<SyncNote> heard) : IProgress<SyncNote>
    {
        public void Report(SyncNote value) => heard(value);
    }
}
