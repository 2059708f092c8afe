using GoatHost.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Plugins;

public static class PluginServices
{
    public static IServiceCollection AddPlugins(this IServiceCollection services) => services.AddSingleton<PluginHost>().AddSingleton<PluginCheck>();
}

/// <summary>Where a plugin stands.</summary>
public enum PluginState { Discovered, Ready, Disabled, Faulted, Unloaded }

/// <summary>A plugin as people see it.</summary>
public sealed record PluginStatus(string Id, string? Version, PluginState State, string Folder, bool OwnProcess, IReadOnlyList<string> Provides, string? Problem);

/// <summary>Every plugin of the list, loaded or told why not, and their capabilities behind one guard.</summary>
public sealed class PluginHost : IAsyncDisposable
{
    public IReadOnlyList<PluginStatus> Plugins => throw new NotImplementedException();
    public IReadOnlyList<ISource> Sources => throw new NotImplementedException();
    public IReadOnlyList<ITransport> Transports => throw new NotImplementedException();
    public IReadOnlyList<IRuntime> Runtimes => throw new NotImplementedException();

    /// <summary>Commands by plugin id.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ICommand>> Commands => throw new NotImplementedException();

    /// <summary>Loads every enabled plugin; never throws for one that is broken.</summary>
    public Task StartAsync(CancellationToken ct) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

/// <summary>One line of a check.</summary>
public sealed record PluginCheckLine(string What, bool Ok, string Detail);

/// <summary>Tries a plugin folder as the host would load it, and says what it found.</summary>
public sealed class PluginCheck
{
    public Task<IReadOnlyList<PluginCheckLine>> RunAsync(string folder, CancellationToken ct) => throw new NotImplementedException();
}
