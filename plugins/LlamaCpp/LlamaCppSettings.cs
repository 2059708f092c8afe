using GoatHost.Plugins.LlamaCpp.Installing;
using Microsoft.Extensions.Configuration;

namespace GoatHost.Plugins.LlamaCpp;

/// <summary>The plugin's settings in plugins.json.</summary>
/// <param name="NativesDir">A folder with llama.cpp's libraries to use instead of the plugin's own.</param>
/// <param name="Gpus">Where GPU libraries may be installed.</param>
/// <param name="DataDirectory">Where what is learnt of models is kept, or null to keep nothing.</param>
internal sealed record LlamaCppSettings(string? NativesDir, GpuFolder? Gpus = null, string? DataDirectory = null)
{
    public static LlamaCppSettings Read(IConfiguration settings, GpuFolder gpus, string dataDirectory) =>
        new(settings["nativesDir"] is { Length: > 0 } folder ? folder : null, gpus, dataDirectory);
}
