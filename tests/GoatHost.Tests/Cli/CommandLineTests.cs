using GoatHost.Cli;
using GoatHost.Composition;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Names_no_type_of_the_program_when_a_number_is_none()
    {
        var terminal = new ScriptedTerminal();
        Assert.Equal(ExitCode.Usage, await RunAsync(terminal, "run", "m", "--max-tokens", "x"));
        Assert.Equal("goat: Cannot parse argument 'x' for option '--max-tokens' as a number. See goat run --help", terminal.Error.Trim());
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run", "x", "--max-tokens", "0")]
    [InlineData("run", "x", "--temperature", "warm")]
    [InlineData("list", "--nonsense")]
    [InlineData("get", "x")]
    [InlineData("plugin")]
    [InlineData("serve", "--listen", "nowhere")]
    public async Task Exits_with_2_and_one_sentence_when_the_command_line_makes_no_sense(params string[] arguments)
    {
        var terminal = new ScriptedTerminal();
        Assert.Equal(ExitCode.Usage, await RunAsync(terminal, arguments));
        Assert.StartsWith("goat: ", terminal.Error);
        Assert.Single(terminal.Error.TrimEnd('\n').Split('\n'));
        Assert.Empty(terminal.Out);
    }

    [Fact]
    public async Task Every_command_explains_itself_with_examples()
    {
        var root = CommandTree.Create(Context(new ScriptedTerminal()));
        foreach (var command in root.Subcommands.Where(command => !command.Hidden))
        {
            var terminal = new ScriptedTerminal();
            Assert.Equal(ExitCode.Done, await RunAsync(terminal, command.Name, "--help"));
            Assert.Contains("Examples:\n  ", terminal.Out);
            Assert.EndsWith(".", command.Description);
        }
    }

    [Fact]
    public async Task Shows_help_and_exits_with_2_when_nothing_is_asked()
    {
        var terminal = new ScriptedTerminal();
        Assert.Equal(ExitCode.Usage, await RunAsync(terminal));
        Assert.Contains("goat demo", terminal.Out);
        Assert.DoesNotContain("worker", terminal.Out);
    }

    [Fact]
    public async Task Tells_its_version_anywhere()
    {
        var terminal = new ScriptedTerminal();
        Assert.Equal(ExitCode.Done, await RunAsync(terminal, "--version"));
        Assert.Matches(@"^\d+\.\d+\.\d+", terminal.Out);
    }

    [Fact]
    public async Task Says_that_an_installation_is_not_whole()
    {
        var terminal = new ScriptedTerminal();
        Assert.Equal(ExitCode.Failed, await RunAsync(terminal, "list"));
        Assert.StartsWith("goat: No plugins.json was found", terminal.Error);
    }

    [Fact]
    public async Task Shows_the_details_of_a_failure_only_when_asked()
    {
        var terminal = new ScriptedTerminal();
        await RunAsync(terminal, "list", "--verbose");
        Assert.Contains("at GoatHost.Composition.Layout", terminal.Error);
    }

    [Theory]
    [InlineData(false, "list")]
    [InlineData(false, "ls")]
    [InlineData(false, "--help")]
    [InlineData(false)]
    [InlineData(true, "ordinals", "prove")]
    public void Leaves_to_plugins_what_no_command_claims(bool expected, params string[] arguments) =>
        Assert.Equal(expected, PluginCommandRunner.IsFor(arguments, CommandTree.Create(Context(new ScriptedTerminal()))));

    private static Task<int> RunAsync(ScriptedTerminal terminal, params string[] arguments) =>
        CommandLineRunner.RunAsync(arguments, Context(terminal), CancellationToken.None);

    // A root folder has no plugins.json above it.
    private static CliContext Context(ScriptedTerminal terminal) =>
        new(terminal.Terminal, () => Layout.Find(new ProcessFacts(Path.GetPathRoot(Path.GetTempPath())!, "goat", _ => null)), TimeProvider.System);
}
