using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace GoatHost.Engine.Plugins.Loading;

/// <summary>Why an unloaded plugin's code is still in memory: what the host saw of it, else what its dll uses of the things that were measured to pin.</summary>
internal static class PinningCauses
{
    private static readonly (string Type, string Means)[] Suspects =
    [
        ("System.Threading.Timer", "a timer that was not disposed"),
        ("System.Threading.PeriodicTimer", "a timer loop that was not ended"),
        ("System.Runtime.InteropServices.GCHandle", "a GCHandle that was not freed"),
        ("System.ComponentModel.TypeDescriptor", "TypeDescriptor, which keeps types for good"),
        ("Microsoft.CSharp.RuntimeBinder.Binder", "'dynamic', which keeps types for good"),
        ("System.Text.Json.JsonSerializerOptions", "reflection JSON on its own types"),
        ("System.Threading.Thread", "a thread of its own that was not ended"),
        ("System.AppDomain", "a handler on an event of the process"),
        ("System.Threading.Tasks.Task", "a task that was never ended, or an event or cancellation of the host that it still listens to"),
    ];

    /// <param name="stillRunning">What calls that were given up are still doing.</param>
    public static string Likely(IReadOnlyCollection<string> stillRunning, string assemblyPath) =>
        stillRunning.Count > 0
            ? $"a call that did not end when it was cancelled: {stillRunning.First()}"
            : Suspects.FirstOrDefault(suspect => Types(assemblyPath).Contains(suspect.Type)).Means is { } means
                ? $"{means} (its dll uses it; docs/writing-a-plugin.md lists what pins)"
                : "something that was registered outside of it and not taken back (docs/writing-a-plugin.md lists what pins)";

    private static HashSet<string> Types(string assemblyPath)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(assemblyPath));
            var metadata = image.GetMetadataReader();
            return [.. metadata.TypeReferences.Select(metadata.GetTypeReference).Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}")];
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return []; // it was replaced meanwhile; there is nothing to read a guess from
        }
    }
}
