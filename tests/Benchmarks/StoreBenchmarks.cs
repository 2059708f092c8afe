using System.Globalization;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using GoatHost.Abstractions;
using GoatHost.Benchmarks.Samples;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Publishing;
using GoatHost.Engine.Store.Transfers;
using GoatHost.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Benchmarks;

/// <summary>The way of bytes to the disk, and of a model into the database.</summary>
public class StoreBenchmarks
{
    private const int Piece = 1 << 20;
    private const int Pieces = 16;

    private readonly TempFolder _data = new();
    private readonly byte[] _bytes = RandomNumberGenerator.GetBytes(Piece);
    private ServiceProvider _services = null!;
    private ArtifactFile _file = null!;
    private ModelStore _store = null!;
    private Publication _publication = null!;
    private int _number;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(Build.Options(_data.Path)).AddStore().BuildServiceProvider();
        _store = _services.GetRequiredService<ModelStore>();
        var path = Path.Combine(_data.Path, "parts", "model.gguf");
        _file = await ArtifactFile.OpenAsync(
            _services.GetRequiredService<TransferRecords>(), "model.gguf", path, (long)Piece * Pieces, "benchmark", CancellationToken.None);
        _publication = MakePublication();
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _file.DisposeAsync();
        await _services.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>A piece of a torrent as it comes: its SHA-1, then 1 MiB into the file.</summary>
    [Benchmark]
    public async Task HashAndWritePieceAsync()
    {
        var offset = (long)(_number++ % Pieces) * Piece;
        _file.Discard(new ByteRange(offset, Piece));
        Hash(_bytes);
        await _file.WriteAsync(offset, _bytes, CancellationToken.None);
    }

    /// <summary>A verified file that lies where a person keeps it, into the store: placing, stamping, one transaction.</summary>
    [Benchmark]
    public async Task PublishModelAsync() => await _store.PublishAsync(_publication, CancellationToken.None);

#pragma warning disable CA5350 // BitTorrent v1 hashes its pieces with SHA-1 (BEP 3).
    private static void Hash(byte[] piece) => SHA1.HashData(piece, stackalloc byte[SHA1.HashSizeInBytes]);
#pragma warning restore CA5350

    private Publication MakePublication()
    {
        var path = _data["here.gguf"];
        File.WriteAllBytes(path, _bytes);
        var model = new StoredModel
        {
            Name = "benchmark",
            Quantization = "Q8_0",
            Origin = new Reference("benchmark"),
            Files = [],
            Summary = new ModelSummary { Architecture = "llama", Parameters = 1, Quantization = "Q8_0" },
            Proofs = [.. Enumerable.Range(0, 6).Select(i => new Proof(string.Create(CultureInfo.InvariantCulture, $"claim {i}"), true, "evidence"))],
            Locators = [new Locator("benchmark")],
            AddedAt = TimeProvider.System.GetUtcNow(),
        };
        var stamp = FileStamp.Of(path)!;
        return new(model, [new PublishedFile("here.gguf", path, Convert.ToHexStringLower(SHA256.HashData(_bytes)), stamp, FileHome.InPlace)]);
    }
}
