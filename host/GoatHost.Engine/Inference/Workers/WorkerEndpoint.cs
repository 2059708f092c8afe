using System.IO.Pipes;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>Where a worker calls its host: a Unix socket in a folder that only this user can enter, or a pipe for this user alone.</summary>
internal sealed class WorkerEndpoint : IAsyncDisposable
{
    private readonly DirectoryInfo? _folder;
    private readonly Socket? _listener;
    private readonly NamedPipeServerStream? _pipe;

    public WorkerEndpoint()
    {
        if (OperatingSystem.IsWindows())
        {
            Address = $"goat-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
            _pipe = new NamedPipeServerStream(Address, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
            return;
        }
        // Made with mode 0700, so the socket inside needs none of its own. Short: a socket's path has about 100 bytes.
        _folder = Directory.CreateTempSubdirectory("goat-");
        Address = Path.Combine(_folder.FullName, "worker");
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(Address));
        _listener.Listen(4);
    }

    public string Address { get; }

    public async Task<Stream> AcceptAsync(CancellationToken ct)
    {
        if (_pipe is null) return new NetworkStream(await _listener!.AcceptAsync(ct), ownsSocket: true);
        await _pipe.WaitForConnectionAsync(ct);
        return _pipe;
    }

    /// <summary>The worker's side.</summary>
    public static async Task<Stream> ConnectAsync(string address, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows())
        {
            var pipe = new NamedPipeClientStream(".", address, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
            await pipe.ConnectAsync(ct);
            return pipe;
        }
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(address), ct);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Ends the listening; a connection that was accepted lives on. The pipe is the connection itself and stays.</summary>
    public ValueTask DisposeAsync()
    {
        _listener?.Dispose();
        _folder?.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
