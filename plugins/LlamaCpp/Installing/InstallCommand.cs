using System.Globalization;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Installing;

/// <summary>The command <c>goat llamacpp install</c>: fetches llama.cpp's library for a kind of GPU.</summary>
internal sealed class InstallCommand(GpuFolder folder) : ICommand
{
    private const string Usage = "Usage: goat llamacpp install <cuda | cuda12 | vulkan> [--from package.tgz]";

    public string Name => "install";

    public string Summary => "Installs llama.cpp's library for GPUs: goat llamacpp install <cuda | cuda12 | vulkan>";

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, ICommandOutput output, CancellationToken ct)
    {
        if (arguments.Count == 0)
        {
            List(output);
            return 0;
        }
        var archive = arguments is [_, "--from", var given] ? Path.GetFullPath(given) : null;
        if (arguments.Count != (archive is null ? 1 : 3) || arguments[0].StartsWith('-'))
        {
            output.Text(Usage);
            return 2;
        }
        var package = Find(arguments[0]);
        if (archive is not null && !File.Exists(archive)) throw new GoatException($"There is no file {archive} to install {package.Name} from.");
        output.Text(archive is null ? $"Fetching {package.Spec} with npm; the library has {Megabytes(package.Size)} MB." : $"Reading {archive}.");
        await folder.InstallAsync(package, archive, ct);
        output.Text($"Installed {package.Name} for llama.cpp {GpuPackage.Release}; it needs {package.Needs}.");
        output.Text("Models that are loaded from now on use it; goat doctor shows what it finds.");
        return 0;
    }

    /// <exception cref="GoatException">There is none of that name for this machine.</exception>
    public static GpuPackage Find(string name) => GpuPackage.Here.FirstOrDefault(package => package.Name == name)
        ?? throw new GoatException(GpuPackage.Here.Count == 0
            ? $"There are no GPU libraries to install for this machine ({Native.NativeFolder.Platform}); on a Mac Metal is in what is shipped."
            : $"There is no GPU library {name} for this machine: there are {string.Join(", ", GpuPackage.Here.Select(package => package.Name))}.");

    private void List(ICommandOutput output)
    {
        var installed = folder.Installed();
        output.Text(Usage);
        foreach (var package in GpuPackage.Here)
        {
            var state = installed.Any(one => one.Package == package) ? "installed" : "not installed";
            output.Text($"  {package.Name,-8} {state,-14} {Megabytes(package.Size),4} MB, needs {package.Needs}");
        }
    }

    private static string Megabytes(long bytes) => (bytes / 1_000_000).ToString(CultureInfo.InvariantCulture);
}
