using GoatHost.Abstractions;
using GoatHost.Engine;
using GoatHost.Engine.Plugins;
using Microsoft.Extensions.DependencyInjection;

// A host that loads its plugins, asks the first runtime for its devices if there is one, and the first source for a reference if one is given,
// and waits to be killed or is ended by a plugin: arguments are the data directory, the plugins directory, goat.dll and maybe the reference.
await using var engine = new ServiceCollection().AddGoatEngine(new EngineOptions
{
    DataDirectory = args[0],
    DefaultPluginList = Path.Combine(args[0], "default.json"),
    PluginsDirectory = args[1],
    WorkerCommand = ["dotnet", args[2]],
}).BuildServiceProvider();
var plugins = engine.GetRequiredService<PluginHost>();
await plugins.StartAsync(CancellationToken.None);
if (args is [_, _, _, var reference]) await plugins.Sources[0].ResolveAsync(new Reference(reference), CancellationToken.None);
if (plugins.Runtimes is [var runtime, ..]) await runtime.ListDevicesAsync(CancellationToken.None);
