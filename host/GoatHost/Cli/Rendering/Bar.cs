namespace GoatHost.Cli.Rendering;

/// <summary>A part of a whole, drawn.</summary>
internal static class Bar
{
    private const int Width = 28;

    public static string Of(double part)
    {
        var filled = (int)(Math.Clamp(part, 0, 1) * Width);
        return new string('━', filled) + new string('┄', Width - filled);
    }
}
