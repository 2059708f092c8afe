using System.CommandLine;
using GoatHost.Cli.Checkups;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;

namespace GoatHost.Cli;

/// <summary><c>goat doctor</c>: looks at all that goat needs; each line is well, or says what to do.</summary>
internal static class DoctorCommand
{
    public static Command Create(CliContext cli)
    {
        var json = CommonArguments.Json();
        var command = new Command("doctor", "Check what goat needs: plugins, natives, GPU, disk, memory, port.") { json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var engine = cli.OpenEngine();
            List<DoctorLine> lines = [.. MachineCheckup.Run(cli.Layout), .. await PluginCheckup.RunAsync(engine, ct)];
            if (parsed.GetValue(json)) JsonText.Write(cli.Terminal.Out, [.. lines], CliJson.Readable.DoctorLineArray);
            else lines.ForEach(line => cli.Terminal.Out.WriteLine(line.ToString()));
            return lines.Any(line => line.Mark == DoctorMark.Broken) ? ExitCode.Failed : ExitCode.Done;
        });
        return HelpText.WithExamples(command, "goat doctor", "goat doctor --json");
    }
}
