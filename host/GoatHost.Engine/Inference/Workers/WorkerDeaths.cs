using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GoatHost.Abstractions;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Plugins.Guards;
using GoatHost.Engine.Plugins.Manifests;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>Workers that died over each model: pauses before the next start, and in the end a quarantine, kept as a file until a person verifies the model.</summary>
internal sealed partial class WorkerDeaths(string dataDirectory, WorkerRules rules, TimeProvider time, ILogger log)
{
    private const int MostBytes = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<long>> _deaths = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Verdict> _quarantined = new(StringComparer.OrdinalIgnoreCase);

    private string Folder => Path.Combine(dataDirectory, "quarantine");

    /// <summary>Waits out the pause before a worker may be started for a model.</summary>
    /// <exception cref="GoatException">The model is quarantined.</exception>
    public async Task AdmitAsync(string model, CancellationToken ct)
    {
        if (await ReasonAsync(model, ct) is { } reason) throw new GoatException(reason);
        var pause = Pause(model);
        if (pause <= TimeSpan.Zero) return;
        LogPause(log, model, pause.TotalSeconds);
        await Task.Delay(pause, time, ct);
    }

    /// <summary>Counts a death.</summary>
    /// <returns>What comes next, as the end of a sentence.</returns>
    public async Task<string> NoteAsync(string model, string how)
    {
        int count;
        lock (_gate)
        {
            var deaths = Of(model);
            deaths.Enqueue(time.GetTimestamp());
            count = deaths.Count;
        }
        if (count < rules.Deaths) return count == 1 ? "the next request starts a new one" : "the next request starts a new one after a pause";
        var reason = string.Create(CultureInfo.InvariantCulture,
            $"{model} is kept from running, because it ended its worker {count} times within {rules.DeathsWithin.TotalMinutes} minutes; the last one {how}. goat verify {model} checks its files and lets it run again.");
        var isWritten = await WriteAsync(model, reason);
        lock (_gate) _quarantined[model] = new Verdict(reason, isWritten);
        return string.Create(CultureInfo.InvariantCulture, $"that was the {Ordinal(count)} time, so {model} is not run again until goat verify {model} is");
    }

    /// <summary>Lets a model be run again, in this process and in all others over the same data directory.</summary>
    public void Forgive(string model)
    {
        lock (_gate)
        {
            _deaths.Remove(model);
            _quarantined.Remove(model);
        }
        try
        {
            if (File.Exists(Note(model))) File.Delete(Note(model));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"The quarantine of {model} cannot be lifted: {e.Message}", e);
        }
    }

    /// <summary>The models that are kept from running, as all processes over the data directory see them.</summary>
    public async Task<IReadOnlyList<QuarantinedModel>> ListAsync(CancellationToken ct)
    {
        if (!Directory.Exists(Folder)) return [];
        var models = new List<QuarantinedModel>();
        foreach (var note in Directory.EnumerateFiles(Folder))
        {
            if (await ReadAsync(note, ct) is { } model) models.Add(model);
        }
        return [.. models.OrderBy(model => model.Model, StringComparer.OrdinalIgnoreCase)];
    }

    private static async Task<QuarantinedModel?> ReadAsync(string note, CancellationToken ct)
    {
        if (!File.Exists(note)) return null;
        var lines = Encoding.UTF8.GetString(await BoundedFile.ReadAsync(note, MostBytes, ct)).Split('\n', 2);
        return lines is [var model, { Length: > 0 } reason] ? new QuarantinedModel(FaultText.Line(model).TrimEnd('.'), FaultText.Line(reason)) : null;
    }

    private async Task<string?> ReasonAsync(string model, CancellationToken ct)
    {
        if (await ReadAsync(Note(model), ct) is { } noted) return noted.Reason;
        lock (_gate)
        {
            if (!_quarantined.TryGetValue(model, out var verdict)) return null;
            if (!verdict.IsWritten) return verdict.Reason;
            // The file is gone: a person let it run again, maybe from another process.
            _quarantined.Remove(model);
            _deaths.Remove(model);
            return null;
        }
    }

    private TimeSpan Pause(string model)
    {
        lock (_gate)
        {
            var deaths = Of(model);
            if (deaths.Count < 2) return TimeSpan.Zero;
            var pause = rules.FirstPause * Math.Pow(2, Math.Min(deaths.Count - 2, 20));
            return (pause < rules.LongestPause ? pause : rules.LongestPause) - time.GetElapsedTime(deaths.Last());
        }
    }

    private Queue<long> Of(string model)
    {
        if (!_deaths.TryGetValue(model, out var deaths)) _deaths[model] = deaths = new Queue<long>();
        while (deaths.TryPeek(out var oldest) && time.GetElapsedTime(oldest) > rules.DeathsWithin) deaths.Dequeue();
        return deaths;
    }

    private static string Ordinal(int count) => string.Create(CultureInfo.InvariantCulture, $"{count}{count switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" }}");

    private string Note(string model) =>
        Path.Combine(Folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model.ToLowerInvariant())))[..32]);

    private async Task<bool> WriteAsync(string model, string reason)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            await File.WriteAllTextAsync(Note(model), $"{model}\n{reason}\n", CancellationToken.None);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnwritten(log, model, e.Message);
            return false;
        }
    }

    [LoggerMessage(EventIds.WorkerWaits, LogLevel.Information, "a new worker for {Model} waits {Seconds} s")]
    private static partial void LogPause(ILogger log, string model, double seconds);

    [LoggerMessage(EventIds.ModelQuarantineUnnoted, LogLevel.Warning, "the quarantine of {Model} cannot be noted and holds only for this run: {Reason}")]
    private static partial void LogUnwritten(ILogger log, string model, string reason);

    /// <param name="IsWritten">Whether it lies in a file too, whose end is then the end of it.</param>
    private sealed record Verdict(string Reason, bool IsWritten);
}
