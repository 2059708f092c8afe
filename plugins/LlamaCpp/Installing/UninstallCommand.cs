using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Installing;

/// <summary>The command <c>goat llamacpp uninstall</c>: takes a GPU library away again.</summary>
internal sealed class UninstallCommand(GpuFolder folder) : ICommand
{
    public string Name => "uninstall";

    public string Summary => "Removes what install installed: goat llamacpp uninstall <cuda | cuda12 | vulkan>";

    public Task<int> RunAsync(IReadOnlyList<string> arguments, ICommandOutput output, CancellationToken ct)
    {
        if (arguments.Count != 1 || arguments[0].StartsWith('-'))
        {
            output.Text("Usage: goat llamacpp uninstall <cuda | cuda12 | vulkan>");
            return Task.FromResult(2);
        }
        var package = InstallCommand.Find(arguments[0]);
        output.Text(folder.Remove(package) ? $"Removed {package.Name}." : $"{package.Name} is not installed.");
        return Task.FromResult(0);
    }
}
