using System.Threading.Channels;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>Carries what a command writes to the host, in order, no faster than the host takes it.</summary>
internal sealed class WorkerCommandOutput : ICommandOutput, IAsyncDisposable
{
    private const int MostBytes = 1 << 20;

    private readonly Channel<WorkerMessage> _written = Channel.CreateUnbounded<WorkerMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly WorkerChannel _channel;
    private readonly WorkerCall _call;
    private readonly int _id;
    private readonly Task _sending;

    public WorkerCommandOutput(WorkerChannel channel, WorkerCall call, int id)
    {
        (_channel, _call, _id) = (channel, call, id);
        _sending = SendAsync();
    }

    public void Text(string line) => _written.Writer.TryWrite(new Wrote(_id, line, null));

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > 0; bytes = bytes[Math.Min(bytes.Length, MostBytes)..])
        {
            _written.Writer.TryWrite(new Wrote(_id, null, bytes[..Math.Min(bytes.Length, MostBytes)].ToArray()));
        }
    }

    public void Progress(double part, string label) => _written.Writer.TryWrite(new Progress(_id, part, label));

    /// <summary>Ends when all that was written is sent.</summary>
    public async ValueTask DisposeAsync()
    {
        _written.Writer.TryComplete();
        await _sending;
    }

    private async Task SendAsync()
    {
        await foreach (var message in _written.Reader.ReadAllAsync(_call.Token))
        {
            if (message is Wrote) await _call.SpendAsync();
            await _channel.SendAsync(message, _call.Token);
        }
    }
}
