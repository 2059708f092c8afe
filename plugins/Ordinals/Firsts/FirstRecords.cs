using System.Text;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Firsts;

/// <summary>
/// Which inscription named a torrent first. The host's catalog keeps what is there now; this is the record of how it came there, so it is
/// only ever added to: a line for each sighting, for each block that a reorganisation removed, for each run of heights that was read.
/// </summary>
/// <remarks>Lines are written before the host is told, so after a crash some are written twice, which changes nothing.</remarks>
internal sealed class FirstRecords(string folder) : IDisposable
{
    private const int MaximumLength = 256 << 20;

    private readonly SemaphoreSlim _gate = new(1, 1);

    public Task RecordAsync(Network network, IReadOnlyCollection<string> hashes, Sighting sighting, CancellationToken ct) =>
        AppendAsync(network, hashes.Select(hash => FirstLine.Of(hash, sighting)), ct);

    public Task RemoveAsync(Network network, Hash256 block, int height, CancellationToken ct) =>
        AppendAsync(network, [FirstLine.Removed(block, height)], ct);

    public Task NoteRangeAsync(Network network, int from, int to, CancellationToken ct) =>
        AppendAsync(network, [FirstLine.Range(from, to)], ct);

    /// <summary>What the record says of a torrent now, and which heights it speaks for.</summary>
    public async Task<FirstRecord> FindAsync(Network network, string hash, CancellationToken ct)
    {
        var reading = new FirstReading(hash);
        var path = PathOf(network);
        if (!File.Exists(path)) return reading.Result();
        try
        {
            await foreach (var line in File.ReadLinesAsync(path, ct)) reading.Take(line);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"Reading the record of first inscriptions failed: {error.Message}", error);
        }
        return reading.Result();
    }

    public void Dispose() => _gate.Dispose();

    private async Task AppendAsync(Network network, IEnumerable<string> lines, CancellationToken ct)
    {
        var text = string.Concat(lines.Select(line => $"{line}\n"));
        if (text.Length == 0) return;
        await _gate.WaitAsync(ct);
        try
        {
            await using var file = new FileStream(PathOf(network), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            if (file.Length > MaximumLength)
            {
                throw new GoatException($"The record {file.Name} has grown too long; move it away, and scan again.");
            }
            // What a crash cut off in the middle of a line ends there, and is no line.
            var torn = file.Length > 0 && LastByte(file) != (byte)'\n';
            file.Seek(0, SeekOrigin.End);
            await file.WriteAsync(Encoding.ASCII.GetBytes(torn ? $"\n{text}" : text), ct);
            file.Flush(flushToDisk: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"Writing the record of first inscriptions failed: {error.Message}", error);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static int LastByte(FileStream file)
    {
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte();
    }

    private string PathOf(Network network) => Path.Combine(folder, $"firsts-{network.Name}.txt");
}
