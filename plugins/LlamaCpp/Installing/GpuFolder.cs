using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Installing;

/// <summary>Where installed GPU libraries lie: in the plugin's own data folder, one folder for each release of llama.cpp.</summary>
internal sealed class GpuFolder(string dataDirectory)
{
    private string Folder => Path.Combine(dataDirectory, "gpu", GpuPackage.Release);

    public string PathOf(GpuPackage package) => Path.Combine(Folder, package.FileName);

    /// <summary>The libraries that are there, each with the package it is of, or null when it is none of those pinned.</summary>
    public IReadOnlyList<(string Path, GpuPackage? Package)> Installed() =>
    [
        .. GpuPackage.Here.Select(PathOf).Distinct(StringComparer.Ordinal).Where(File.Exists)
            .Select(path => (path, GpuPackage.Here.FirstOrDefault(package => PathOf(package) == path && NpmArchive.IsPinned(package, path)))),
    ];

    /// <summary>Installs a package's library, in place of another of its kind.</summary>
    /// <param name="package">The package.</param>
    /// <param name="archive">Its archive, or null to have npm fetch it.</param>
    /// <param name="ct">Ends the work and leaves what was there before.</param>
    public async Task InstallAsync(GpuPackage package, string? archive, CancellationToken ct)
    {
        Directory.CreateDirectory(Folder);
        var work = Directory.CreateDirectory(Path.Combine(Folder, $".installing-{Environment.ProcessId}"));
        try
        {
            archive ??= await NpmArchive.DownloadAsync(package, work.FullName, ct);
            var library = Path.Combine(work.FullName, package.FileName);
            await NpmArchive.ExtractAsync(package, archive, library, ct);
            File.Move(library, PathOf(package), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new GoatException($"{package.Spec} could not be installed in {Folder}: {e.Message.TrimEnd('.')}.", e);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>Removes a package's library, and one that has been damaged since it was installed.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(GpuPackage package)
    {
        var installed = Installed().FirstOrDefault(one => one.Path == PathOf(package));
        if (installed.Path is null || (installed.Package is { } other && other != package)) return false;
        File.Delete(installed.Path);
        return true;
    }
}
