using GoatHost.Abstractions;
using GoatHost.Engine.Plugins.Loading;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>A runtime that lives in worker processes, one for each loaded model; here is only what its plugin.json says of it.</summary>
internal sealed class WorkerRuntime(PluginPackage package, string name, WorkerLauncher launcher) : IRuntime
{
    public string Name => name;

    public bool CanRun(VerifiedModel model) => package.Manifest.Formats.Contains(model.Format);

    public async ValueTask<Health> CheckAsync(CancellationToken ct)
    {
        try
        {
            await using var worker = await launcher.StartAsync(package, ct);
            return (await worker.AskAsync<Checked>(id => new Check(id, name), null, ct)).Health;
        }
        catch (GoatException e)
        {
            return new Health(HealthStatus.Unhealthy, e.Message);
        }
    }

    public async Task<IReadOnlyList<ComputeDevice>> ListDevicesAsync(CancellationToken ct)
    {
        await using var worker = await launcher.StartAsync(package, ct);
        return (await worker.AskAsync<DevicesFound>(id => new Devices(id, name), null, ct)).Found;
    }

    public async Task<IModelSession> OpenAsync(VerifiedModel model, SessionOptions options, IProgress<double>? progress, CancellationToken ct)
    {
        var (worker, limits) = await StartAsync(model, options, progress, ct);
        return new WorkerSession(token => StartAsync(model, options, null, token), worker, limits);
    }

    private async Task<(WorkerConnection Worker, SessionLimits Limits)> StartAsync(
        VerifiedModel model, SessionOptions options, IProgress<double>? progress, CancellationToken ct)
    {
        await launcher.Deaths.AdmitAsync(model.Name, ct);
        var worker = await launcher.StartAsync(package, ct);
        worker.Died = how => launcher.Deaths.NoteAsync(model.Name, how);
        try
        {
            var opened = await worker.AskAsync<Opened>(id => new Open(id, name, ModelFacts.Of(model), options), progress, ct);
            return (worker, opened.Limits);
        }
        catch
        {
            await worker.DropAsync();
            throw;
        }
    }
}
