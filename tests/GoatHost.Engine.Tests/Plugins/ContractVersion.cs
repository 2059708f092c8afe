using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace GoatHost.Engine.Tests.Plugins;

/// <summary>Makes a plugin look as if it was built against another contract, by rewriting one row of its metadata.</summary>
internal static class ContractVersion
{
    /// <summary>ECMA-335 §II.22.5: an AssemblyRef row begins with the major and the minor version, two bytes each.</summary>
    public static void Patch(string dll, ushort major, ushort minor)
    {
        var bytes = File.ReadAllBytes(dll);
        int at;
        using (var image = new PEReader(new MemoryStream(bytes)))
        {
            var metadata = image.GetMetadataReader();
            var handle = metadata.AssemblyReferences.Single(one => metadata.StringComparer.Equals(metadata.GetAssemblyReference(one).Name, "GoatHost.Abstractions"));
            at = image.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.AssemblyRef)
                + (MetadataTokens.GetRowNumber(handle) - 1) * metadata.GetTableRowSize(TableIndex.AssemblyRef);
        }
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), major);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at + 2), minor);
        File.WriteAllBytes(dll, bytes);
    }
}
