using System.Security.Cryptography;
using GoatHost.Plugins.Ordinals.Chain.Peers.Wire;
using GoatHost.Plugins.Ordinals.Headers;

namespace GoatHost.Plugins.Ordinals.Chain.Peers;

/// <summary>The first words with a peer: who it is, and whether it can be of use.</summary>
internal static class PeerHandshake
{
    // Every node with witnesses is later.
    private const uint OldestProtocol = 70_013;
    private const int MaximumFrames = 32;

    /// <summary>Introduces this program and waits until the peer has done so too.</summary>
    public static async Task<VersionMessage> RunAsync(Stream stream, Network network, TimeProvider clock, CancellationToken ct)
    {
        var ours = new VersionMessage(
            VersionMessage.Ours, PeerServices.None, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)), "/goat:0.1/", 0);
        await SendAsync(Commands.Version, ours.Write(clock.GetUtcNow().ToUnixTimeSeconds()));
        VersionMessage? theirs = null;
        for (var i = 0; i < MaximumFrames; i++)
        {
            var frame = await FrameCodec.ReadAsync(stream, network.MagicBytes, ct);
            if (frame.Command == Commands.Version)
            {
                if (theirs is not null) throw new PeerFaultException("it introduced itself twice");
                theirs = VersionMessage.TryRead(frame.Payload) ?? throw new PeerFaultException("its version message is not one");
                Judge(theirs, ours);
                if (theirs.Protocol >= VersionMessage.Ours)
                {
                    // BIP155 and BIP339: both only before verack.
                    await SendAsync(Commands.WtxidRelay, []);
                    await SendAsync(Commands.SendAddrV2, []);
                }
                await SendAsync(Commands.Verack, []);
            }
            else if (theirs is null) throw new PeerFaultException($"it sent {frame.Command} before it introduced itself");
            else if (frame.Command == Commands.Verack)
            {
                // BIP130: new blocks are to be announced by their headers.
                await SendAsync(Commands.SendHeaders, []);
                return theirs;
            }
        }
        throw new PeerFaultException($"it sent {MaximumFrames} messages and never ended its introduction");

        async Task SendAsync(string command, byte[] payload) =>
            await stream.WriteAsync(FrameCodec.Write(network.MagicBytes, command, payload), ct);
    }

    private static void Judge(VersionMessage theirs, VersionMessage ours)
    {
        if (theirs.Nonce == ours.Nonce) throw new PeerFaultException("it is this program itself");
        if (theirs.Protocol < OldestProtocol)
        {
            throw new PeerFaultException(
                $"it speaks version {theirs.Protocol} of the protocol, and {OldestProtocol} is the oldest of use", isProof: false);
        }
        if ((theirs.Services & PeerServices.Wanted) != PeerServices.Wanted)
        {
            throw new PeerFaultException($"it ({theirs.UserAgent}) does not keep every block with its witnesses", isProof: false);
        }
    }
}
