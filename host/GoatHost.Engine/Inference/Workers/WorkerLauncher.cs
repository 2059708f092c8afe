using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Engine.Plugins.Loading;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>Starts workers: a process, a private connection to it, and in it one plugin, loaded.</summary>
internal sealed class WorkerLauncher(EngineOptions options, TimeProvider time, ILoggerFactory loggers, WorkerRules? rules = null)
{
    /// <summary>From the start of the program to its call; a busy machine needs seconds for what takes a tenth of one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ILogger _log = loggers.CreateLogger("GoatHost.Workers");
    private readonly WorkerRules _rules = rules ?? new WorkerRules();

    /// <summary>The workers that died, model by model.</summary>
    public WorkerDeaths Deaths { get; } = new(options.DataDirectory, rules ?? new WorkerRules(), time, loggers.CreateLogger("GoatHost.Workers"));

    /// <exception cref="GoatException">The worker does not start, or the plugin does not load in it.</exception>
    public async Task<WorkerConnection> StartAsync(PluginPackage package, CancellationToken ct)
    {
        // Hashed anew for each worker: the folder is read again by each.
        await package.CheckPinAsync(ct);
        var plugin = package.Manifest.Id;
        var process = WorkerProcess.Start(options.WorkerCommand, plugin, _log);
        WorkerConnection connection;
        try
        {
            connection = new WorkerConnection(process, await ConnectAsync(process, plugin, ct), plugin, new WorkerWatch(_rules, package.MemoryLimit, time), time, _log);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
        try
        {
            connection.Loaded = await connection.AskAsync<Loaded>(id => new Load(id, package.Folder, package.Settings, package.DataDirectory), null, ct);
            return connection;
        }
        catch
        {
            await connection.DropAsync();
            throw;
        }
    }

    private async Task<WorkerChannel> ConnectAsync(WorkerProcess process, string plugin, CancellationToken ct)
    {
        await using var endpoint = new WorkerEndpoint();
        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        try
        {
            await process.TellAsync(JsonSerializer.Serialize(new WorkerInvitation(endpoint.Address, token), WorkerJson.Default.WorkerInvitation), limit.Token);
            var accepting = AcceptAsync(endpoint, token, limit.Token);
            if (await Task.WhenAny(accepting, process.WaitForExitAsync(limit.Token)) == accepting || limit.IsCancellationRequested) return await accepting;
            await limit.CancelAsync();
            throw new IOException("it ended before it called");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new GoatException($"The worker for {plugin} did not call within {Patience.TotalSeconds} s; it is ended.");
        }
        catch (IOException)
        {
            var (how, words) = await process.ObituaryAsync(time);
            throw new WorkerDiedException(how, $"The worker for {plugin} {how} before it was ready.{(words is null ? "" : $" Its last words: {words}")}");
        }
    }

    private static async Task<WorkerChannel> AcceptAsync(WorkerEndpoint endpoint, string token, CancellationToken ct)
    {
        while (true)
        {
            var channel = new WorkerChannel(await endpoint.AcceptAsync(ct));
            if (await IsTrustedAsync(channel, token, ct)) return channel;
            await channel.DisposeAsync();
        }
    }

    private static async Task<bool> IsTrustedAsync(WorkerChannel channel, string token, CancellationToken ct)
    {
        try
        {
            return await channel.ReceiveAsync(ct) is Hello hello
                && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(hello.Token), Encoding.UTF8.GetBytes(token));
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return false; // not the worker: nobody else has business here
        }
    }
}
