using System.Reflection;
using System.Runtime.CompilerServices;
using GoatHost.Abstractions;
using GoatHost.Engine.Plugins.Lending;
using GoatHost.Engine.Plugins.Manifests;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Plugins.Loading;

/// <summary>A plugin at work: its load context, and its own container with what the host lends.</summary>
/// <remarks>What touches the plugin's types is kept out of async methods and out of inlining, else a register or a state machine pins the context.</remarks>
internal sealed class LoadedPlugin : IAsyncDisposable
{
    private PluginLoadContext? _context;
    private ServiceProvider? _services;

    private LoadedPlugin(PluginPackage package, PluginLoadContext context, ServiceProvider services)
    {
        Package = package;
        Context = new WeakReference(context, trackResurrection: true);
        (_context, _services) = (context, services);
    }

    public PluginPackage Package { get; }

    /// <summary>Dead once the plugin's code and memory are freed.</summary>
    public WeakReference Context { get; }

    /// <summary>Loads the dll, lets the plugin configure itself and builds its container. Runs the plugin's code: call it with a deadline.</summary>
    /// <exception cref="GoatException">The dll has no such class, or its container does not hold together.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static LoadedPlugin Load(PluginPackage package, HostLendings lendings)
    {
        Directory.CreateDirectory(package.DataDirectory);
        var context = new PluginLoadContext(package.AssemblyPath);
        try
        {
            var services = lendings.NewContainer();
            var builder = new PluginBuilder(PluginSettings.Section(package.Settings), package.DataDirectory, services);
            Create(context, package).Configure(builder);
            return new LoadedPlugin(package, context, services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true }));
        }
        catch
        {
            context.Unload();
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public IReadOnlyList<T> Capabilities<T>() where T : class, ICapability =>
        [.. (_services ?? throw new ObjectDisposedException(Package.Manifest.Id)).GetServices<T>()];

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (Interlocked.Exchange(ref _services, null) is { } services) await services.DisposeAsync();
        }
        finally
        {
            Unload();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Unload() => Interlocked.Exchange(ref _context, null)?.Unload();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IPlugin Create(PluginLoadContext context, PluginPackage package)
    {
        var manifest = package.Manifest;
        var type = context.LoadFromAssemblyPath(package.AssemblyPath).GetType(manifest.Entry);
        if (type is null) throw new GoatException($"{manifest.Assembly} has no class {manifest.Entry}, which {PluginManifest.FileName} names as its entry.");
        if (!type.IsAssignableTo(typeof(IPlugin)) || type.IsAbstract)
            throw new GoatException($"{manifest.Entry} in {manifest.Assembly} is not a class that implements IPlugin.");
        var constructor = type.GetConstructor(BindingFlags.Public | BindingFlags.Instance, [])
            ?? throw new GoatException($"{manifest.Entry} in {manifest.Assembly} has no public constructor without arguments.");
        return (IPlugin)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, null, null);
    }
}
