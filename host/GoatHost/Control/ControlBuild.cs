using GoatHost.Abstractions;

namespace GoatHost.Control;

/// <summary>Which goat this is. A command gives its work only to a server of the same build, as what they say is the contract's own records.</summary>
internal static class ControlBuild
{
    public static string Id { get; } = $"{Of(typeof(ControlBuild))}-{Of(typeof(IRuntime))}";

    private static string Of(Type type) => type.Assembly.ManifestModule.ModuleVersionId.ToString("N");
}
