using System.Globalization;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals;

/// <summary>An inscription as a person names it, with a hint of where it was mined: enough for a road that can only bring blocks.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Height">The height of its block, if that was given.</param>
/// <param name="Block">The hash of its block, if that was given.</param>
internal readonly record struct InscriptionReference(InscriptionId Id, int? Height, Hash256? Block)
{
    private const string HeightKey = "height=", BlockKey = "block=";

    /// <summary>Reads <c>[ord:]&lt;txid&gt;[i&lt;n&gt;][?height=&lt;n&gt; | ?block=&lt;hash&gt;]</c>.</summary>
    public static bool TryParse(string? text, out InscriptionReference reference)
    {
        reference = default;
        var mark = text?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        if (!InscriptionId.TryParse(mark < 0 ? text : text![..mark], out var id)) return false;
        reference = new(id, null, null);
        if (mark < 0) return true;
        var hint = text.AsSpan(mark + 1);
        if (hint.StartsWith(HeightKey, StringComparison.OrdinalIgnoreCase)
            && int.TryParse(hint[HeightKey.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var height))
        {
            reference = reference with { Height = height };
            return true;
        }
        if (!hint.StartsWith(BlockKey, StringComparison.OrdinalIgnoreCase) || !Hash256.TryParse(hint[BlockKey.Length..], out var block)) return false;
        reference = reference with { Block = block };
        return true;
    }
}
