using GoatHost.Abstractions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Plugins.Loading;

/// <summary>What a plugin is handed while it configures itself.</summary>
internal sealed record PluginBuilder(IConfigurationSection Settings, string DataDirectory, IServiceCollection Services) : IPluginBuilder;
