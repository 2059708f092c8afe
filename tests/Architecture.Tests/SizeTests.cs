namespace GoatHost.Architecture.Tests;

/// <summary>Files stay short enough to be read at one sitting.</summary>
public sealed class SizeTests
{
    private static readonly string[] Rooms = ["host", "plugins", "samples"];

    [Fact]
    public void No_file_is_over_400_lines() =>
        Assert.Empty(Sizes(Rooms).Where(file => file.Lines > 400).Select(file => $"{file.Name}: {file.Lines}"));

    [Fact]
    public void Nineteen_files_of_twenty_are_at_most_250_lines()
    {
        var lines = Sizes(Rooms).Select(file => file.Lines).Order().ToList();
        Assert.InRange(lines[(int)(lines.Count * 0.95)], 1, 250);
    }

    [Fact]
    public void No_test_file_is_over_500_lines() =>
        Assert.Empty(Sizes(["tests"]).Where(file => file.Lines > 500).Select(file => $"{file.Name}: {file.Lines}"));

    [Fact]
    public void Program_is_a_table_of_contents() =>
        Assert.InRange(File.ReadLines(Path.Combine(Tree.Root, "host", "GoatHost", "Program.cs")).Count(), 1, 60);

    private static IEnumerable<(string Name, int Lines)> Sizes(string[] rooms) =>
        rooms.SelectMany(room => Tree.Files(room, "*.cs")).Select(path => (Tree.Relative(path), File.ReadLines(path).Count()));
}
