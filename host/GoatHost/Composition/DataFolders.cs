namespace GoatHost.Composition;

/// <summary>Where each platform keeps a program's data.</summary>
internal static class DataFolders
{
    public static string OfPlatform(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows()) return Path.Combine(Folder(Environment.SpecialFolder.LocalApplicationData), "goat");
        var home = environment("HOME") is { Length: > 0 } given ? given : Folder(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS()) return Path.Combine(home, "Library", "Application Support", "goat");

        // XDG Base Directory Specification: a relative XDG_DATA_HOME is to be ignored.
        var xdg = environment("XDG_DATA_HOME");
        return Path.Combine(Path.IsPathRooted(xdg) ? xdg : Path.Combine(home, ".local", "share"), "goat");
    }

    private static string Folder(Environment.SpecialFolder folder) => Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);
}
