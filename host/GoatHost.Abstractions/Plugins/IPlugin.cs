namespace GoatHost.Abstractions;

/// <summary>The one public class of a plugin assembly. The host creates it with no arguments, asks it to configure itself, and lets it go.</summary>
/// <remarks>Work starts later, when a capability is called: <see cref="Configure"/> only registers, does no I/O and returns at once.</remarks>
public interface IPlugin
{
    /// <summary>Registers the plugin's capabilities, and whatever they need, in the plugin's own container.</summary>
    /// <param name="builder">What the plugin may touch while it is put together; not to be kept.</param>
    void Configure(IPluginBuilder builder);
}
