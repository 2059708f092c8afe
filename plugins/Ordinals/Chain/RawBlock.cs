using System.Buffers;

namespace GoatHost.Plugins.Ordinals.Chain;

/// <summary>The bytes of a block as a road gave them, nothing of them checked; on lent memory that goes back when they are disposed of.</summary>
internal sealed class RawBlock(ReadOnlyMemory<byte> bytes, IMemoryOwner<byte>? owner = null) : IDisposable
{
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    public void Dispose() => owner?.Dispose();
}
