using System.CommandLine;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;

namespace GoatHost.Cli;

/// <summary><c>goat verify</c>: hashes every file of a model again, whatever was recorded of it.</summary>
internal static class VerifyCommand
{
    public static Command Create(CliContext cli)
    {
        var model = CommonArguments.Model();
        var command = new Command("verify", "Hash every file of a model again and read its structure.") { model };
        command.SetAction((parsed, ct) => RunAsync(cli, parsed.GetRequiredValue(model), ct));
        return HelpText.WithExamples(command, "goat verify goat-tiny-kjv");
    }

    private static async Task<int> RunAsync(CliContext cli, string name, CancellationToken ct)
    {
        await using var engine = cli.OpenEngine();
        var stored = await ModelLookup.NeedAsync(engine, name, ct);
        using var hashing = new LiveProgress(cli.Terminal, "hashing", stored.Size);
        var verified = await engine.Verifier.VerifyAsync(stored, hashing, ct);
        hashing.Dispose();
        engine.Sessions.Forgive(stored);
        foreach (var file in verified.Files) cli.Terminal.Out.WriteLine($"{file.Sha256}  {SafeText.Line(file.Path)}");
        cli.Terminal.Out.WriteLine($"{SafeText.Line(stored.FullName)} is what it was: {ModelReport.SummaryLine(verified.Summary)}.");
        return ExitCode.Done;
    }
}
