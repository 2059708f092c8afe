using GoatHost.Abstractions;
using GoatHost.Engine.Plugins.Loading;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>A command of a plugin that lives in worker processes: run in one of its own.</summary>
internal sealed class WorkerCommand(PluginPackage package, string name, WorkerLauncher launcher) : ICommand
{
    public string Name => name;

    public string Summary => package.Manifest.Commands[name];

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, ICommandOutput output, CancellationToken ct)
    {
        await using var worker = await launcher.StartAsync(package, ct);
        await using var run = await worker.BeginAsync(id => new Run(id, name, arguments), ct);
        while (true)
        {
            switch (await run.NextAsync(ct))
            {
                case Progress step:
                    output.Progress(step.Portion, step.Label ?? name);
                    break;
                case Wrote { Line: { } line }:
                    output.Text(line);
                    break;
                case Wrote { Bytes: { } bytes }:
                    output.Bytes(bytes);
                    break;
                case Exited exited:
                    run.End();
                    return exited.Code;
                case var other:
                    throw new GoatException($"The {package.Manifest.Id} worker answered its command {name} with {other.GetType().Name}: it is another version, restart goat.");
            }
        }
    }
}
