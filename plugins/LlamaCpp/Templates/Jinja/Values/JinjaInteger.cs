using System.Globalization;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>A whole number.</summary>
internal sealed class JinjaInteger : JinjaValue
{
    private const int Smallest = -1;
    private static readonly JinjaInteger[] Small = [.. Enumerable.Range(Smallest, 258).Select(value => new JinjaInteger(value))];

    private JinjaInteger(long value) => Value = value;

    public long Value { get; }

    public override string Kind => "an integer";

    public override bool IsTrue => Value != 0;

    public static JinjaInteger Of(long value) =>
        value >= Smallest && value < Smallest + Small.Length ? Small[value - Smallest] : new JinjaInteger(value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
