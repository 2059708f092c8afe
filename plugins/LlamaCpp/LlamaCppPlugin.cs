using GoatHost.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Plugins.LlamaCpp;

/// <summary>Runs GGUF models with llama.cpp, through its C API.</summary>
public sealed class LlamaCppPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(LlamaCppSettings.Read(builder.Settings));
        builder.AddRuntime<LlamaCppRuntime>();
    }
}
