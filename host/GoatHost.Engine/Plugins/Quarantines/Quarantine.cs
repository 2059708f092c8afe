using System.Globalization;
using System.Text;
using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Plugins.Guards;
using GoatHost.Engine.Plugins.Loading;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Plugins.Quarantines;

/// <summary>Plugins that end the process which loads them, and so are kept out until a person enables them again or another version comes.</summary>
/// <remarks>
/// A process that died while it loaded plugins may have been killed from outside, and several plugins load at once. So one death is only a
/// suspicion: the plugin is tried in a worker, which may die in its place. A second death without a good start in between needs no trial.
/// </remarks>
internal sealed partial class Quarantine(string dataDirectory, StartMarkers markers, CallMarkers calls, WorkerLauncher workers, ILogger log)
{
    private const int MostBytes = 4096;

    private string Folder => Path.Combine(dataDirectory, "plugins", ".quarantine");

    /// <summary>Why the plugin is not to be loaded, as a sentence; null when it may be.</summary>
    public async Task<string?> ReasonAsync(PluginPackage package, CancellationToken ct)
    {
        var (id, version) = (package.Manifest.Id, package.Manifest.Version);
        if ((await ReadAsync(Note(id), version, ct) ?? await ReadAsync(HungNote(id), version, ct)) is { } known) return known;
        if (calls.Deaths(id) is var dead and >= CallMarkers.Most)
        {
            calls.Forget(id);
            return Put(id, version, $"within an hour goat died {dead} times while it was calling it");
        }
        var deaths = markers.Deaths(id);
        if (deaths == 0) return null;
        var proof = deaths > 1 ? $"{deaths} times in a row" : await TryAsync(package, ct);
        if (proof is null) return null;
        markers.Forget(id);
        return Put(id, version, $"it ended the process that loaded it {proof}");
    }

    /// <summary>Keeps a version of a plugin out from now on.</summary>
    /// <param name="id">The plugin.</param>
    /// <param name="version">Of the plugin; another is let in.</param>
    /// <param name="because">To stand after "because".</param>
    /// <returns>The sentence that says so.</returns>
    public string Put(string id, string version, string because) => Put(Note(id), id, version, because);

    /// <summary>Keeps out a plugin that hung, so that the next command need not wait for it again.</summary>
    public string PutHung(string id, string version, TimeSpan waited) =>
        Put(HungNote(id), id, version, string.Create(CultureInfo.InvariantCulture, $"it had not come up after {waited.TotalSeconds} s"));

    private string Put(string note, string id, string version, string because)
    {
        var reason = FaultText.Line($"The {id} plugin {version} is kept out, because {because}: take another version, or goat plugin enable {id} to try it again.");
        try
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(note, $"{version}\n{reason}\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnwritten(log, id, e.Message);
        }
        return reason;
    }

    /// <summary>Lets a plugin be loaded again.</summary>
    /// <exception cref="GoatException">The note of it cannot be deleted.</exception>
    public void Lift(string id)
    {
        markers.Forget(id);
        calls.Forget(id);
        Delete(id, Note(id));
        LiftHung(id);
    }

    /// <summary>Lets a plugin be loaded again that hung: it is no danger to who asks for it.</summary>
    /// <exception cref="GoatException">The note of it cannot be deleted.</exception>
    public void LiftHung(string id) => Delete(id, HungNote(id));

    private static void Delete(string id, string note)
    {
        try
        {
            if (File.Exists(note)) File.Delete(note);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"The quarantine of {id} cannot be lifted: {e.Message}", e);
        }
    }

    /// <returns>How the worker died of it, or null when it did not.</returns>
    private async Task<string?> TryAsync(PluginPackage package, CancellationToken ct)
    {
        LogTrial(log, package.Manifest.Id);
        try
        {
            await using var worker = await workers.StartAsync(package, ct);
            return null;
        }
        catch (WorkerDiedException e)
        {
            return $"and then also a worker in which it was tried, which {e.How}";
        }
        catch (GoatException e)
        {
            LogFailed(log, package.Manifest.Id, e.Message); // it fails, but without a crash: the host will say how
            return null;
        }
    }

    private string Note(string id) => Path.Combine(Folder, id);

    private string HungNote(string id) => Path.Combine(Folder, $"{id}@hung");

    private static async Task<string?> ReadAsync(string note, string version, CancellationToken ct)
    {
        if (!File.Exists(note)) return null;
        var lines = Encoding.UTF8.GetString(await Manifests.BoundedFile.ReadAsync(note, MostBytes, ct)).Split('\n', 2);
        return lines is [var noted, var reason] && noted == version ? FaultText.Line(reason) : null;
    }

    [LoggerMessage(EventIds.PluginOnTrial, LogLevel.Warning, "a process ended while it loaded {Plugin}: it is tried in a worker first")]
    private static partial void LogTrial(ILogger log, string plugin);

    [LoggerMessage(EventIds.PluginTrialEnded, LogLevel.Information, "the trial of {Plugin} ended without a crash: {Reason}")]
    private static partial void LogFailed(ILogger log, string plugin, string reason);

    [LoggerMessage(EventIds.PluginQuarantineUnnoted, LogLevel.Warning, "the quarantine of {Plugin} cannot be noted and holds only for this run: {Reason}")]
    private static partial void LogUnwritten(ILogger log, string plugin, string reason);
}
