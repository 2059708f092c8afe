using System.Runtime.Loader;

namespace GoatHost.Engine.Plugins.Quarantines;

/// <summary>The slots of a host as suspects.</summary>
internal sealed class PluginsInUse(Func<IReadOnlyList<PluginSlot>> slots) : IProcessSuspects
{
    public string? PluginOf(AssemblyLoadContext context) => slots().FirstOrDefault(slot => slot.Owns(context))?.Id;

    public void Blame(string plugin, string deed)
    {
        slots().FirstOrDefault(slot => slot.Id == plugin)?.Blame(deed);
        Excuse();
    }

    /// <remarks>Only code that has the call can have made it; of several plugins that have it, the one that was being called.</remarks>
    public void BlameForExit()
    {
        var able = slots().Where(slot => slot.CallsExit).ToList();
        if (able.Count > 1) able = [.. able.Where(slot => slot.IsCalled)];
        // Who cannot be told apart is left with the note of its calls: another death or two will tell.
        if (able is [var one]) Blame(one.Id, "ended the process by calling Environment.Exit");
    }

    public void Excuse()
    {
        foreach (var slot in slots()) slot.Excuse();
    }
}
