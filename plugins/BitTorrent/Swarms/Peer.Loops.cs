using System.Net.Sockets;
using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Wire;

namespace GoatHost.Plugins.BitTorrent.Swarms;

internal sealed partial class Peer
{
    private readonly TaskCompletionSource _dropped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _dropReason;

    /// <summary>Runs both loops until one ends, and says why it did.</summary>
    public async Task<string> RunAsync(CancellationToken ct)
    {
        LastReceived = LastSent = LastBlock = swarm.Clock.GetTimestamp();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var receive = Task.Run(() => ReceiveAsync(linked.Token), CancellationToken.None);
        var send = Task.Run(() => SendAsync(linked.Token), CancellationToken.None);
        var first = await Task.WhenAny(receive, send, _dropped.Task);
        await linked.CancelAsync();
        socket.Dispose();
        var reason = await ReasonAsync(first);
        await ReasonAsync(receive);
        await ReasonAsync(send);
        Outbox.Dispose();
        return _dropReason ?? reason;
    }

    /// <summary>Ends the connection.</summary>
    public void Drop(string reason)
    {
        _dropReason ??= reason;
        _dropped.TrySetResult();
    }

    private static async Task<string> ReasonAsync(Task loop)
    {
        try
        {
            await loop;
            return "it closed the connection";
        }
        catch (OperationCanceledException)
        {
            return "we ended it";
        }
        catch (Exception e) when (e is PeerFaultException or SocketException or ObjectDisposedException or GoatException)
        {
            return e.Message;
        }
    }
}
