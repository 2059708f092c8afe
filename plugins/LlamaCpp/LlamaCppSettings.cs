using Microsoft.Extensions.Configuration;

namespace GoatHost.Plugins.LlamaCpp;

/// <summary>The plugin's settings in plugins.json.</summary>
/// <param name="NativesDir">A folder with llama.cpp's libraries to use instead of the plugin's own.</param>
internal sealed record LlamaCppSettings(string? NativesDir)
{
    public static LlamaCppSettings Read(IConfiguration settings) =>
        new(settings["nativesDir"] is { Length: > 0 } folder ? folder : null);
}
