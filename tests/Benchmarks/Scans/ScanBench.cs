using System.Diagnostics;
using System.Globalization;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Files;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Scans;
using GoatHost.TestKit;

namespace GoatHost.Benchmarks.Scans;

/// <summary>Scanning a blocks folder beside merely reading it: the same warm files, the same process, turn about.</summary>
internal sealed class ScanBench(TextWriter say, int megabytes, int rounds)
{
    private const int ReadSize = 1 << 20;

    public async Task RunAsync(CancellationToken ct)
    {
        using var folder = new TempFolder();
        var blocks = MainnetBlocks();
        var size = await BlocksFolder.WriteAsync(folder.Path, (long)megabytes << 20, blocks, ct);
        using var road = new BlockFilesRoad(folder.Path, Network.Find("regtest")!, TimeProvider.System);
        var watch = Stopwatch.StartNew();
        var tip = await road.TipAsync(ct);
        say.WriteLine(Text($"{size >> 20} MiB of real mainnet blocks under {tip.Height} regtest headers, indexed in {watch.Elapsed.TotalMilliseconds:0} ms; {Environment.ProcessorCount} cores"));

        (string Name, Func<Task<long>> Run)[] works =
        [
            ("read, one thread", () => ReadAsync(folder.Path, ct)),
            ("parse only, one worker", () => ScanAsync(road, tip.Height, 1, check: false, ct)),
            ("parse only, all cores", () => ScanAsync(road, tip.Height, Environment.ProcessorCount, check: false, ct)),
            ("full check, one worker", () => ScanAsync(road, tip.Height, 1, check: true, ct)),
            ("full check, all cores", () => ScanAsync(road, tip.Height, Environment.ProcessorCount, check: true, ct)),
        ];
        using var self = Process.GetCurrentProcess();
        var speeds = works.Select(_ => new List<double>()).ToArray();
        var costs = works.Select(_ => new List<double>()).ToArray();
        var memory = 0L;
        var counts = new long[works.Length];
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (i, work) in works.Index())
            {
                var (wall, before) = (watch.Elapsed, self.TotalProcessorTime);
                counts[i] = await work.Run();
                self.Refresh();
                memory = Math.Max(memory, self.WorkingSet64);
                // The first round warms the files and the code.
                if (round == 0) continue;
                speeds[i].Add(size / 1e6 / (watch.Elapsed - wall).TotalSeconds);
                costs[i].Add(size / 1e6 / (self.TotalProcessorTime - before).TotalSeconds);
            }
        }
        foreach (var (i, work) in works.Index())
        {
            var ratios = speeds[i].Zip(speeds[0], (speed, read) => speed / read).Order().ToList();
            say.WriteLine(Text(
                $"{work.Name,-24} {Median(speeds[i]),6:0} MB/s, {ratios[ratios.Count / 2]:0.00} of reading ({ratios[0]:0.00} to {ratios[^1]:0.00})   {Median(costs[i]),6:0} MB for each second of processor time   {counts[i]} found"));
        }
        say.WriteLine(Text($"memory of the process after a pass, at most: {memory >> 20} MiB"));
    }

    private static Task<long> ReadAsync(string folder, CancellationToken ct) => Task.Run(
        () =>
        {
            var buffer = new byte[ReadSize];
            foreach (var path in Directory.EnumerateFiles(folder, "blk*.dat"))
            {
                using var file = File.OpenHandle(path);
                for (long at = 0, read = 1; read > 0; at += read) read = RandomAccess.Read(file, buffer, at);
            }
            return 0L;
        },
        ct);

    private static async Task<long> ScanAsync(BlockFilesRoad road, int tip, int workers, bool check, CancellationToken ct)
    {
        var found = 0L;
        var heights = Enumerable.Range(1, tip).ToAsyncEnumerable();
        await foreach (var count in InOrder.SelectAsync(heights, workers, (height, token) => SearchAsync(road, height, check, token), ct)) found += count;
        return found;
    }

    private static async Task<int> SearchAsync(BlockFilesRoad road, int height, bool check, CancellationToken ct)
    {
        var hash = (await road.HashAtAsync(height, ct))!.Value;
        using var raw = await road.ReadRawAsync(hash, ct);
        var reveals = new List<RevealExtent>();
        if (!RevealSearch.TryFind(raw.Bytes.Span, reveals)) throw new InvalidDataException("not a block");
        if (check && BlockCheck.Flaw(raw.Bytes, hash, out _) is { } flaw) throw new InvalidDataException(flaw);
        return reveals.Sum(reveal => reveal.Inscriptions);
    }

    private static List<byte[]> MainnetBlocks()
    {
        var folder = Fixtures.SharedPath(Path.Combine("fixtures", "public", "mainnet", "blocks"))
            ?? throw new InvalidOperationException("The mainnet blocks are not on this machine: set GOAT_SHARED.");
        return [.. Directory.EnumerateFiles(folder, "*.blk.raw").Order().Select(File.ReadAllBytes)];
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
