using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Abstractions;

/// <summary>What a plugin may touch while it is put together.</summary>
public interface IPluginBuilder
{
    /// <summary>The plugin's <c>settings</c> from plugins.json. Bind it with the configuration source generator, or read keys by name.</summary>
    IConfigurationSection Settings { get; }

    /// <summary>A folder of the plugin's own, which exists and outlives a restart. A plugin writes nowhere else.</summary>
    string DataDirectory { get; }

    /// <summary>
    /// The plugin's own container, never the host's. The host has put in: <c>ILoggerFactory</c> and <c>ILogger&lt;T&gt;</c>,
    /// <see cref="TimeProvider"/>, <c>IHttpClientFactory</c>, <see cref="IDescriptionReader"/>, <see cref="IHostModels"/>, <see cref="IHostInference"/>
    /// and <see cref="IHostCatalog"/>.
    /// </summary>
    IServiceCollection Services { get; }
}

/// <summary>Registers capabilities; each is one instance for the life of the plugin.</summary>
public static class PluginBuilderExtensions
{
    /// <summary>Registers a source: what finds models and proves what it found.</summary>
    /// <typeparam name="T">The source, created by the plugin's container.</typeparam>
    /// <param name="builder">The builder handed to <see cref="IPlugin.Configure"/>.</param>
    /// <returns>The same builder.</returns>
    public static IPluginBuilder AddSource<T>(this IPluginBuilder builder) where T : class, ISource => builder.Add<ISource, T>();

    /// <summary>Registers a transport: what brings bytes.</summary>
    /// <inheritdoc cref="AddSource{T}"/>
    public static IPluginBuilder AddTransport<T>(this IPluginBuilder builder) where T : class, ITransport => builder.Add<ITransport, T>();

    /// <summary>Registers a runtime: what runs a verified model.</summary>
    /// <inheritdoc cref="AddSource{T}"/>
    public static IPluginBuilder AddRuntime<T>(this IPluginBuilder builder) where T : class, IRuntime => builder.Add<IRuntime, T>();

    /// <summary>Registers a command, shown to people as <c>goat &lt;plugin-id&gt; &lt;name&gt;</c>.</summary>
    /// <inheritdoc cref="AddSource{T}"/>
    public static IPluginBuilder AddCommand<T>(this IPluginBuilder builder) where T : class, ICommand => builder.Add<ICommand, T>();

    private static IPluginBuilder Add<TCapability, T>(this IPluginBuilder builder) where TCapability : class where T : class, TCapability
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<TCapability, T>();
        return builder;
    }
}
