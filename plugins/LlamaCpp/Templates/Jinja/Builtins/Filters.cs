using System.Collections.Frozen;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;

/// <summary>The filters by name.</summary>
internal static class Filters
{
    private static readonly FrozenDictionary<string, Func<JinjaValue, Arguments, JinjaValue>> Table =
        new[] { ValueFilters.All, TextFilters.All, SequenceFilters.All, SelectionFilters.All }
            .SelectMany(filters => filters).ToFrozenDictionary();

    public static Func<JinjaValue, Arguments, JinjaValue>? Find(string name) => Table.GetValueOrDefault(name);
}
