namespace GoatHost.Plugins.Ordinals.Inscriptions;

/// <summary>Text from a stranger as people may see it: cut short, and without what could drive a terminal.</summary>
internal static class ShownText
{
    private const int MaximumLength = 200;

    public static string Of(string? text, string otherwise)
    {
        var kept = new string([.. (text ?? "").Where(IsShown).Take(MaximumLength)]).Trim();
        return kept.Length == 0 ? otherwise : kept;
    }

    // Format characters reorder or hide what stands around them.
    private static bool IsShown(char c) =>
        !char.IsControl(c) && char.GetUnicodeCategory(c) is not System.Globalization.UnicodeCategory.Format && !char.IsSurrogate(c);
}
