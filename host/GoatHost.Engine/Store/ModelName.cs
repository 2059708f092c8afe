namespace GoatHost.Engine.Store;

/// <summary>A model as people name it: <c>name[:quantization]</c>.</summary>
/// <param name="Name">The catalog name.</param>
/// <param name="Quantization">The quantization asked for, or null; <c>latest</c> asks for none.</param>
internal readonly record struct ModelName(string Name, string? Quantization)
{
    public const int MaxLength = 80;

    public static ModelName Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0) return new ModelName(text, null);
        var asked = text[(colon + 1)..];
        return new ModelName(text[..colon], asked.Length == 0 || asked.Equals("latest", StringComparison.OrdinalIgnoreCase) ? null : asked);
    }

    /// <summary>A catalog name made of any text: lower case, foreign characters to <c>-</c>, never empty.</summary>
    public static string From(string text)
    {
        var letters = text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-').ToArray();
        var name = new string(letters).Trim('.', '-', '_');
        if (name.Length > MaxLength) name = name[..MaxLength].TrimEnd('.', '-', '_');
        return name.Length == 0 ? "model" : name;
    }

    /// <summary>Whether a name may stand in the catalog and name a folder.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && name[0] != '.' && name[^1] != '.'
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');

    public override string ToString() => Quantization is null ? Name : $"{Name}:{Quantization}";
}
