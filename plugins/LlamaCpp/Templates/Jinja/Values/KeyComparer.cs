namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>Equality of a mapping's keys: texts, numbers (where <c>1</c>, <c>1.0</c> and <c>true</c> are one), and none.</summary>
internal sealed class KeyComparer : IEqualityComparer<JinjaValue>
{
    private KeyComparer() { }

    public static KeyComparer Instance { get; } = new();

    public static bool CanBeKey(JinjaValue value) => value is JinjaString or JinjaNone || Numbers.IsNumeric(value);

    public bool Equals(JinjaValue? x, JinjaValue? y)
    {
        if (ReferenceEquals(x, y)) return true;
        if (x is null || y is null) return false;
        if (x is JinjaString text) return y is JinjaString other && text.Text == other.Text;
        return Numbers.IsNumeric(x) && Numbers.IsNumeric(y) && Numbers.Compare(x, y) == 0;
    }

    public int GetHashCode(JinjaValue obj) => obj is JinjaString text ? text.Text.GetHashCode(StringComparison.Ordinal)
        : Numbers.IsNumeric(obj) ? Seeded(BitConverter.DoubleToInt64Bits(Numbers.ToDouble(obj) + 0.0))
        : 0;

    // A double's own hash is easily made to collide.
    private static int Seeded(long bits) => HashCode.Combine((int)bits, (int)(bits >> 32));
}
