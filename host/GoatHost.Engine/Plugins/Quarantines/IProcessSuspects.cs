using System.Runtime.Loader;

namespace GoatHost.Engine.Plugins.Quarantines;

/// <summary>The plugins in use, for whoever looks for the one that ended the process.</summary>
internal interface IProcessSuspects
{
    /// <summary>The plugin of a load context, or null.</summary>
    string? PluginOf(AssemblyLoadContext context);

    /// <param name="plugin">Who did it.</param>
    /// <param name="deed">What it did, to stand after "it".</param>
    void Blame(string plugin, string deed);

    /// <summary>Somebody called Environment.Exit, and the host did not.</summary>
    void BlameForExit();

    /// <summary>A person ends the process: nobody is to be blamed from here on.</summary>
    void Excuse();
}
