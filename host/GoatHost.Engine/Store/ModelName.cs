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

    public override string ToString() => Quantization is null ? Name : $"{Name}:{Quantization}";
}
