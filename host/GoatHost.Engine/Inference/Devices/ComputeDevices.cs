using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Plugins;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Inference.Devices;

/// <summary>What the runtimes compute on. Asking costs the start of a worker, so the answer is kept in the data directory for a while.</summary>
public sealed partial class ComputeDevices
{
    private const int LongestNote = 1 << 16;

    /// <summary>Long enough for one command after another, short enough for a person who adds a driver.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly Func<CancellationToken, Task<IReadOnlyList<IRuntime>>> _runtimes;
    private readonly string _note;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    internal ComputeDevices(
        Func<CancellationToken, Task<IReadOnlyList<IRuntime>>> runtimes, string dataDirectory, TimeProvider time, ILogger log) =>
        (_runtimes, _note, _time, _log) = (runtimes, Path.Combine(dataDirectory, "devices.json"), time, log);

    internal ComputeDevices(PluginHost plugins, EngineOptions options, TimeProvider time, ILogger log)
        : this(ct => StartedAsync(plugins, ct), options.DataDirectory, time, log) { }

    /// <summary>Lists the devices of all runtimes, as they were a few minutes ago at most.</summary>
    public async Task<IReadOnlyList<ComputeDevice>> RecallAsync(CancellationToken ct) =>
        await ReadAsync(ct) is { } known && _time.GetUtcNow() - known.At is var age && age >= TimeSpan.Zero && age < Memory
            ? known.Devices
            : await ListAsync(ct);

    /// <summary>Lists the devices of all runtimes with their free memory now. A runtime that cannot say counts as one without devices.</summary>
    public async Task<IReadOnlyList<ComputeDevice>> ListAsync(CancellationToken ct) =>
        [.. (await AskAsync(ct)).SelectMany(runtime => runtime.Devices)];

    /// <summary>The same by runtime, with what one that cannot say says instead.</summary>
    public async Task<IReadOnlyList<RuntimeDevices>> AskAsync(CancellationToken ct)
    {
        var answers = new List<RuntimeDevices>();
        foreach (var runtime in await _runtimes(ct)) answers.Add(await AskAsync(runtime, ct));
        await WriteAsync(new DeviceNote(_time.GetUtcNow(), [.. answers.SelectMany(answer => answer.Devices)]), ct);
        return answers;
    }

    private async Task<RuntimeDevices> AskAsync(IRuntime runtime, CancellationToken ct)
    {
        try
        {
            return new RuntimeDevices(runtime.Name, await runtime.ListDevicesAsync(ct));
        }
        catch (GoatException e)
        {
            LogSilent(runtime.Name, e.Message);
            return new RuntimeDevices(runtime.Name, [], e.Message);
        }
    }

    private static async Task<IReadOnlyList<IRuntime>> StartedAsync(PluginHost plugins, CancellationToken ct)
    {
        await plugins.StartAsync(ct);
        return plugins.Runtimes;
    }

    private async Task<DeviceNote?> ReadAsync(CancellationToken ct)
    {
        try
        {
            await using var file = File.OpenRead(_note);
            return file.Length > LongestNote ? null : await JsonSerializer.DeserializeAsync(file, DeviceJson.Default.DeviceNote, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // nobody has asked yet, or what was kept is of no use
        }
    }

    private async Task WriteAsync(DeviceNote note, CancellationToken ct)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_note)!);
            var part = $"{_note}.{Guid.NewGuid():N}";
            await File.WriteAllBytesAsync(part, JsonSerializer.SerializeToUtf8Bytes(note, DeviceJson.Default.DeviceNote), ct);
            File.Move(part, _note, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(_note, e.Message);
        }
    }

    [LoggerMessage(EventIds.DevicesUnknown, LogLevel.Debug, "{Runtime} does not say what it computes on: {Reason}")]
    private partial void LogSilent(string runtime, string reason);

    [LoggerMessage(EventIds.DevicesNotKept, LogLevel.Debug, "the devices cannot be kept in {Path}, and will be asked for again: {Reason}")]
    private partial void LogNotKept(string path, string reason);
}
