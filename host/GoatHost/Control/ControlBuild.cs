using GoatHost.Abstractions;

namespace GoatHost.Control;

/// <summary>Which goat this is. A command and a server that speak of models to each other are of one build, as what they say is the contract's own records.</summary>
internal static class ControlBuild
{
    public static string Id { get; } = $"{Of(typeof(ControlBuild))}-{Of(typeof(IRuntime))}";

    private static string Of(Type type) => type.Assembly.ManifestModule.ModuleVersionId.ToString("N");
}
