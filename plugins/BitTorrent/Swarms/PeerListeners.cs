using System.Net;
using Microsoft.Extensions.Logging;

namespace GoatHost.Plugins.BitTorrent.Swarms;

/// <summary>The listeners in use: transfers that name the same port share it.</summary>
internal sealed class PeerListeners(TimeProvider clock, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPEndPoint, PeerListener> _open = [];

    public PeerListener Open(IPEndPoint address, Swarm swarm)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(address, out var listener))
            {
                listener = PeerListener.Start(address, clock, logger);
                _open[listener.Address] = listener;
            }
            listener.Add(swarm);
            return listener;
        }
    }

    public async ValueTask CloseAsync(PeerListener listener, Swarm swarm)
    {
        lock (_gate)
        {
            listener.Remove(swarm);
            if (!listener.IsIdle) return;
            foreach (var (address, open) in _open.ToArray())
            {
                if (open == listener) _open.Remove(address);
            }
        }
        await listener.DisposeAsync();
    }
}
