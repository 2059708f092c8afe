namespace GoatHost.Plugins.Ordinals.Inscriptions;

/// <summary>Curses by the names that other programs give them.</summary>
internal static class CurseName
{
    public static string? Of(Curse? curse) => curse switch
    {
        null => null,
        Curse.UnrecognizedEvenField => "unrecognized_even_field",
        Curse.DuplicateField => "duplicate_field",
        Curse.IncompleteField => "incomplete_field",
        Curse.NotInFirstInput => "not_in_first_input",
        Curse.NotAtOffsetZero => "not_at_offset_zero",
        Curse.Pointer => "pointer",
        Curse.Pushnum => "pushnum",
        Curse.Stutter => "stutter",
        _ => "reinscription",
    };
}
