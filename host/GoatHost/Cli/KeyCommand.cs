using System.CommandLine;
using System.Globalization;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Http.Keys;

namespace GoatHost.Cli;

/// <summary><c>goat key</c>: the keys that clients of goat serve must send.</summary>
internal static class KeyCommand
{
    public static Command Create(CliContext cli) => HelpText.WithExamples(
        new Command("key", "Make, list and remove the keys that clients of goat serve must send.") { Add(cli), List(cli), Remove(cli) },
        "goat key add laptop", "goat key list", "goat key remove laptop");

    private static Command Add(CliContext cli)
    {
        var name = new Argument<string?>("name") { Description = "How to call it. Default: key-1, key-2, ….", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("add", "Make a key and show it, this once.") { name };
        command.SetAction(async (parsed, ct) =>
        {
            var (called, key) = await File(cli).AddAsync(parsed.GetValue(name), cli.Time.GetUtcNow(), ct);
            // The key alone goes to standard output, for a script to keep.
            cli.Terminal.Out.WriteLine(key);
            cli.Terminal.Error.WriteLine($"goat: this is {called}; it is shown this once, as only a hash of it is kept.");
            cli.Terminal.Error.WriteLine("goat: clients send it as Authorization: Bearer KEY, or as X-Api-Key.");
            cli.Terminal.Error.WriteLine("goat: a goat serve that was started without any key asks for none until it is started again.");
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command, "goat key add laptop", "KEY=$(goat key add)");
    }

    private static Command List(CliContext cli)
    {
        var command = new Command("list", "List the names of the keys.");
        command.Aliases.Add("ls");
        command.SetAction(async (_, ct) =>
        {
            var table = new Table("NAME", "CREATED");
            foreach (var key in await File(cli).ReadAsync(ct))
            {
                table.Row(key.Name, key.Created.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
            }
            table.Write(cli.Terminal.Out, cli.Terminal.OutIsTerminal);
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command, "goat key list");
    }

    private static Command Remove(CliContext cli)
    {
        var name = new Argument<string>("name") { Description = "A name that goat key list shows." };
        var command = new Command("remove", "Remove a key; servers that run take it no longer.") { name };
        command.Aliases.Add("rm");
        command.SetAction(async (parsed, ct) =>
        {
            await File(cli).RemoveAsync(parsed.GetRequiredValue(name), ct);
            cli.Terminal.Out.WriteLine($"{SafeText.Line(parsed.GetRequiredValue(name))} is removed.");
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command, "goat key remove laptop");
    }

    private static KeyFile File(CliContext cli) => new(cli.Layout.DataDirectory);
}
