using GoatHost.Plugins.LlamaCpp.Installing;
using Microsoft.Extensions.Configuration;

namespace GoatHost.Plugins.LlamaCpp;

/// <summary>The plugin's settings in plugins.json.</summary>
/// <param name="NativesDir">A folder with llama.cpp's libraries to use instead of the plugin's own.</param>
/// <param name="Gpus">Where GPU libraries may be installed.</param>
/// <param name="DataDirectory">Where what is learnt of models is kept, or null to keep nothing.</param>
/// <param name="Devices">The GPUs to use where nobody asks for others, as <c>goat run --device</c> names them; null for all.</param>
internal sealed record LlamaCppSettings(string? NativesDir, GpuFolder? Gpus = null, string? DataDirectory = null, string? Devices = null)
{
    public static LlamaCppSettings Read(IConfiguration settings, GpuFolder gpus, string dataDirectory) =>
        new(Given(settings["nativesDir"]), gpus, dataDirectory, Given(settings["devices"]));

    private static string? Given(string? text) => text is { Length: > 0 } ? text : null;
}
