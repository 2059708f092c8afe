namespace GoatHost.Http.OpenApi;

/// <summary>What a field may be that is read by hand: JSON's own words for its types, such as <c>string</c> and <c>array</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class JsonKindsAttribute(params string[] kinds) : Attribute
{
    public IReadOnlyList<string> Kinds => kinds;
}
