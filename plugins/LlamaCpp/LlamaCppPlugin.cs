using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Installing;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Plugins.LlamaCpp;

/// <summary>Runs GGUF models with llama.cpp, through its C API.</summary>
public sealed class LlamaCppPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var gpus = new GpuFolder(builder.DataDirectory);
        builder.Services.AddSingleton(gpus).AddSingleton(LlamaCppSettings.Read(builder.Settings, gpus, builder.DataDirectory));
        builder.AddRuntime<LlamaCppRuntime>().AddCommand<InstallCommand>().AddCommand<UninstallCommand>();
    }
}
