namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>A value of the template language. What it cannot do is undefined, as the language has it, not a failure.</summary>
internal abstract class JinjaValue
{
    /// <summary>What it is, for a failure's sentence.</summary>
    public abstract string Kind { get; }

    /// <summary>How it counts in a condition.</summary>
    public virtual bool IsTrue => true;

    /// <summary><c>value.name</c>.</summary>
    public virtual JinjaValue Member(string name) => JinjaUndefined.Value;

    /// <summary><c>value.name</c> where it is called.</summary>
    public virtual JinjaValue Method(string name) => Member(name);

    /// <summary><c>value[key]</c>.</summary>
    public virtual JinjaValue Lookup(JinjaValue key, Budget budget) => JinjaUndefined.Value;

    /// <summary>What a loop over it visits; null where there is nothing to visit.</summary>
    public virtual IReadOnlyList<JinjaValue>? Items(Budget budget) => null;
}
