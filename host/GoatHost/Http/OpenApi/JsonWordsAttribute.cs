namespace GoatHost.Http.OpenApi;

/// <summary>The words that a field of text may be.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class JsonWordsAttribute(params string[] words) : Attribute
{
    public IReadOnlyList<string> Words => words;
}
