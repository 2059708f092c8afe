using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace GoatHost.Engine.Plugins.Quarantines;

/// <summary>Whether a plugin's code can end the process: the one thing that still tells who did, when the runtime does not.</summary>
internal static class ExitCalls
{
    /// <summary>Whether an assembly in the folder calls Environment.Exit.</summary>
    public static bool AreIn(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder, "*.dll").Any(IsIn);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it was taken away meanwhile
        }
    }

    private static bool IsIn(string path)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(path));
            if (!image.HasMetadata) return false;
            var metadata = image.GetMetadataReader();
            return metadata.MemberReferences.Select(metadata.GetMemberReference).Any(member =>
                member.Parent.Kind == HandleKind.TypeReference
                && metadata.StringComparer.Equals(member.Name, nameof(Environment.Exit))
                && IsEnvironment(metadata, metadata.GetTypeReference((TypeReferenceHandle)member.Parent)));
        }
        catch (BadImageFormatException)
        {
            return false; // native code, which has no such call
        }
    }

    private static bool IsEnvironment(MetadataReader metadata, TypeReference type) =>
        metadata.StringComparer.Equals(type.Namespace, nameof(System)) && metadata.StringComparer.Equals(type.Name, nameof(Environment));
}
