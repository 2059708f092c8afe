using System.Reflection;
using System.Runtime.Loader;

namespace GoatHost.Engine.Plugins.Loading;

/// <summary>One plugin's assemblies: the contract from the host, all else, native libraries included, from the plugin's own folder.</summary>
internal sealed class PluginLoadContext(string assemblyPath) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(assemblyPath), isCollectible: true)
{
    // On the dll: given a folder, the resolver resolves nothing and says nothing.
    private readonly AssemblyDependencyResolver _resolver = new(assemblyPath);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        SharedAssemblies.Contains(assemblyName) ? Default.LoadFromAssemblyName(new AssemblyName(assemblyName.Name!))
        : _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path)
        : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
