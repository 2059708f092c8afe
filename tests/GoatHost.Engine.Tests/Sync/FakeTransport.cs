using GoatHost.Abstractions;

namespace GoatHost.Engine.Tests.Sync;

/// <summary>A scripted transport: serves bytes from memory for locators of one scheme, and does what a test tells it in between.</summary>
internal sealed class FakeTransport(string scheme = "fake") : ITransport
{
    private const int Block = 1000;

    public string Name => scheme;

    /// <summary>What it serves, by path.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Called before each block, with the bytes sent so far.</summary>
    public Func<long, CancellationToken, Task> BeforeBlock { get; set; } = (_, _) => Task.CompletedTask;

    public int Lists { get; private set; }

    public int Fetches { get; private set; }

    public long Sent { get; private set; }

    public List<IReadOnlyList<IArtifactFile>> Seeded { get; } = [];

    public bool CanFetch(Locator locator) => locator.Scheme == scheme || (scheme == "torrent" && locator.Text.EndsWith(".torrent", StringComparison.Ordinal));

    public Task<IReadOnlyList<RemoteFile>> ListAsync(Locator locator, CancellationToken ct)
    {
        Lists++;
        return Task.FromResult<IReadOnlyList<RemoteFile>>(Files.Select(file => new RemoteFile(file.Key, file.Value.Length)).ToList());
    }

    public async Task FetchAsync(Locator locator, IReadOnlyList<IArtifactFile> files, IProgress<TransferNote>? progress, CancellationToken ct)
    {
        Fetches++;
        progress?.Report(new TransferNote("1 peer") { Peers = 1 });
        foreach (var file in files)
        {
            if (!Files.TryGetValue(file.Path, out var bytes)) throw new GoatException($"{locator} has no {file.Path}.");
            // From the end, so that nothing depends on the order.
            foreach (var hole in file.Missing.Reverse())
            {
                for (var end = hole.End; end > hole.Offset; end -= Block)
                {
                    await BeforeBlock(Sent, ct);
                    var start = Math.Max(hole.Offset, end - Block);
                    await file.WriteAsync(start, bytes.AsMemory((int)start, (int)(end - start)), ct);
                    Sent += end - start;
                }
            }
        }
    }

    public async Task SeedAsync(Locator locator, IReadOnlyList<IArtifactFile> files, SeedOptions options, IProgress<TransferNote>? progress, CancellationToken ct)
    {
        Seeded.Add(files);
        progress?.Report(new TransferNote("listening") { Reachable = new Locator($"{scheme}:here") });
        await Task.Delay(Timeout.Infinite, ct);
    }
}
