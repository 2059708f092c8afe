using GoatHost.Composition;

namespace GoatHost.Cli.Demos;

/// <summary>What to type after the demo, so that it works as it stands.</summary>
internal static class NextSteps
{
    public static void Say(DemoScreen screen, Layout layout, string model, string prompt)
    {
        screen.Terminal.Out.WriteLine();
        screen.Say("Now you:");
        screen.Say($"  {Line(layout, Environment.CurrentDirectory, $"run {model} \"{prompt}\" --temperature 0.7 --max-tokens 120")}");
        screen.Say($"  {Line(layout, Environment.CurrentDirectory, "serve")}");
    }

    internal static string Line(Layout layout, string currentDirectory, string rest)
    {
        var program = layout.IsSourceTree && Path.GetFullPath(currentDirectory) == layout.InstallFolder
            ? "dotnet run --project host/GoatHost --"
            : string.Join(' ', layout.SelfCommand.Select(Quote));
        return OperatingSystem.IsWindows()
            ? $"$env:GOAT_HOME={Quote(layout.DataDirectory)}; & {program} {rest}"
            : $"GOAT_HOME={Quote(layout.DataDirectory)} {program} {rest}";
    }

    private static string Quote(string text) => text.Contains(' ', StringComparison.Ordinal) ? $"'{text}'" : text;
}
