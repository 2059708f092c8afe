using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using GoatHost.Abstractions;
using GoatHost.Engine.Plugins.Guards;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>The worker's end: takes requests, answers them from the one plugin it was told to load.</summary>
internal sealed class WorkerServer(WorkerChannel channel, WorkerPlugin plugin)
{
    private readonly ConcurrentDictionary<int, WorkerCall> _calls = new();

    /// <summary>Serves until the host says goodbye.</summary>
    /// <returns>True after a goodbye; false when the host is gone without one.</returns>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        while (await channel.ReceiveAsync(ct) is { } message)
        {
            switch (message)
            {
                case Close:
                    foreach (var call in _calls.Values) await call.CancelAsync();
                    return true;
                case Cancel:
                    if (_calls.TryGetValue(message.Id, out var cancelled)) await cancelled.CancelAsync();
                    break;
                case Credit credit:
                    if (_calls.TryGetValue(message.Id, out var answered)) answered.Grant(credit.Parts);
                    break;
                default:
                    _ = ServeAsync(message, _calls[message.Id] = new WorkerCall());
                    break;
            }
        }
        return false;
    }

    private async Task ServeAsync(WorkerMessage request, WorkerCall call)
    {
        try
        {
            try
            {
                await channel.SendAsync(await Task.Run(() => AnswerAsync(request, call)), CancellationToken.None);
            }
            catch (Exception e) when (e is not (IOException or ObjectDisposedException))
            {
                await channel.SendAsync(Failure(request.Id, e), CancellationToken.None);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The host is gone, and the receiving loop knows it too: it ends the process.
        }
        finally
        {
            _calls.TryRemove(request.Id, out _);
            call.Dispose();
        }
    }

    private async Task<WorkerMessage> AnswerAsync(WorkerMessage request, WorkerCall call)
    {
        var (id, ct) = (request.Id, call.Token);
        switch (request)
        {
            case Load load:
                return new Loaded(id, await plugin.LoadAsync(load, ct));
            case Open open:
                return new Opened(id, await plugin.OpenAsync(open, new ProgressSender(channel, id), ct));
            case Check check:
                return new Checked(id, await plugin.Runtime(check.Runtime).CheckAsync(ct));
            case Devices devices:
                return new DevicesFound(id, await plugin.Runtime(devices.Runtime).ListDevicesAsync(ct));
            case Generate generate:
                await foreach (var delta in plugin.Session.GenerateAsync(generate.Request, ct))
                {
                    await call.SpendAsync();
                    await channel.SendAsync(new Part(id, delta), ct);
                }
                return new Done(id);
            case Embed embed:
                var embedded = await plugin.Session.EmbedAsync(embed.Request, ct);
                return new Vectors(id, [.. embedded.Vectors.Select(vector => MemoryMarshal.AsBytes(vector.Span).ToArray())], embedded.PromptTokens);
            case Rank rank:
                return new Ranked(id, await plugin.Session.RankAsync(rank.Request, ct));
            case Tokenize tokenize:
                return new Tokens(id, await plugin.Session.TokenizeAsync(tokenize.Request, ct));
            case Detokenize detokenize:
                var pieces = await plugin.Session.DetokenizeAsync(detokenize.Tokens, ct);
                return new Pieces(id, [.. pieces.Select(piece => piece.ToArray())]);
            case Render render:
                return new Rendered(id, await plugin.Session.RenderAsync(render.Request, ct));
            case Run run:
                await using (var output = new WorkerCommandOutput(channel, call, id))
                {
                    return new Exited(id, await plugin.Command(run.Command).RunAsync(run.Arguments, output, ct));
                }
            case Stats:
                return new StatsFound(id, Environment.WorkingSet);
            default:
                throw new GoatException($"A worker does not answer to {request.GetType().Name}.");
        }
    }

    private static Failed Failure(int id, Exception exception) => exception switch
    {
        OperationCanceledException => new Failed(id, FailureKind.Cancelled, "Cancelled."),
        RefusedException => new Failed(id, FailureKind.Refused, exception.Message),
        ContextExceededException excess => new Failed(id, FailureKind.ContextExceeded, excess.Message) { PromptTokens = excess.PromptTokens, ContextTokens = excess.ContextTokens },
        RequestException => new Failed(id, FailureKind.Request, exception.Message),
        BusyException => new Failed(id, FailureKind.Busy, exception.Message),
        _ => new Failed(id, FailureKind.Failed, FaultText.Of(exception)),
    };
}
