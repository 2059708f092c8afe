using System.CommandLine;
using GoatHost.Cli.Rendering;

namespace GoatHost.Cli;

/// <summary>Every command of goat, in the order of its help.</summary>
internal static class CommandTree
{
    public static RootCommand Create(CliContext cli)
    {
        // All three are read before the tree is (GlobalOptions); here they have their help.
        var verbose = new Option<bool>(GlobalOptions.VerboseOption) { Description = "Log what happens, and show the details of a failure.", Recursive = true };
        var format = new Option<string>(GlobalOptions.FormatOption) { Description = "Log as text, or as JSON: one object a line on standard error.", Recursive = true, HelpName = string.Join('|', GlobalOptions.Formats) };
        var root = new RootCommand("goat runs a language model that a Bitcoin inscription, a magnet link or a file stands for, with every byte checked on the way.")
        {
            DemoCommand.Create(cli),
            RunCommand.Create(cli),
            PullCommand.Create(cli),
            ListCommand.Create(cli),
            SearchCommand.Create(cli),
            ShowCommand.Create(cli),
            VerifyCommand.Create(cli),
            RemoveCommand.Create(cli),
            CatCommand.Create(cli),
            GetCommand.Create(cli),
            SeedCommand.Create(cli),
            ServeCommand.Create(cli),
            KeyCommand.Create(cli),
            PsCommand.Create(cli),
            StopCommand.Create(cli),
            PluginCommand.Create(cli),
            DoctorCommand.Create(cli),
            WorkerCommand.Create(),
        };
        root.Add(verbose);
        root.Add(new Option<bool>(GlobalOptions.SafeModeOption) { Description = "Load no plugin.", Recursive = true });
        root.Add(format);
        HelpText.AddTo(root);
        return root;
    }
}
