using GoatHost.Abstractions;
using GoatHost.Cli;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Cli;

/// <summary>How plugins' commands are named, and how they ask.</summary>
public sealed class PluginCommandTests
{
    private static readonly Dictionary<string, IReadOnlyList<ICommand>> Commands = new()
    {
        ["alpha"] = [new Named("write"), new Named("check")],
        ["beta"] = [new Named("check")],
    };

    [Fact]
    public void A_command_is_found_by_its_own_name_while_one_plugin_has_it()
    {
        Assert.Same(Commands["alpha"][0], PluginCommandRunner.Named("write", Commands));
        var several = Assert.Throws<UsageException>(() => PluginCommandRunner.Named("check", Commands));
        Assert.Equal("Several plugins have a command check: type goat alpha check or goat beta check.", several.Message);
        Assert.StartsWith("There is no command read", Assert.Throws<UsageException>(() => PluginCommandRunner.Named("read", Commands)).Message);
    }

    [Theory]
    [InlineData("y\n", true)]
    [InlineData("YES\n", true)]
    [InlineData("\n", false)]
    [InlineData("n\n", false)]
    [InlineData("", false)]
    public async Task A_person_is_asked_and_only_yes_is_yes(string typed, bool expected)
    {
        using var terminal = new ScriptedTerminal(typed, isTerminal: true);
        Assert.Equal(expected, await new CommandOutput(terminal.Terminal).ConfirmAsync("Send it?", CancellationToken.None));
        Assert.Equal("Send it? [y/N] ", terminal.Error);
    }

    [Fact]
    public async Task Nobody_is_asked_without_a_terminal()
    {
        using var terminal = new ScriptedTerminal("y\n");
        Assert.Null(await new CommandOutput(terminal.Terminal).ConfirmAsync("Send it?", CancellationToken.None));
        Assert.Empty(terminal.Error);
    }

    private sealed class Named(string name) : ICommand
    {
        public string Name => name;

        public string Summary => "";

        public Task<int> RunAsync(IReadOnlyList<string> arguments, ICommandOutput output, CancellationToken ct) => Task.FromResult(0);
    }
}
