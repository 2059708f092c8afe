namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>Integers, floats and booleans as numbers.</summary>
internal static class Numbers
{
    public static bool IsNumeric(JinjaValue value) => value is JinjaInteger or JinjaFloat or JinjaBoolean;

    /// <summary>The whole number that a value is; false for a float, and for what is no number.</summary>
    public static bool TryInteger(JinjaValue value, out long integer)
    {
        integer = value is JinjaInteger number ? number.Value : value is JinjaBoolean { IsTrue: true } ? 1 : 0;
        return value is JinjaInteger or JinjaBoolean;
    }

    /// <summary>A numeric value as a double.</summary>
    public static double ToDouble(JinjaValue value) =>
        value is JinjaFloat number ? number.Value : TryInteger(value, out var integer) ? integer : double.NaN;

    /// <summary>The order of two numeric values.</summary>
    public static int Compare(JinjaValue left, JinjaValue right) =>
        TryInteger(left, out var x) && TryInteger(right, out var y) ? x.CompareTo(y) : ToDouble(left).CompareTo(ToDouble(right));
}
