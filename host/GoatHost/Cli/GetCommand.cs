using System.CommandLine;
using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;

namespace GoatHost.Cli;

/// <summary><c>goat get</c>: saves the content behind a reference as a file.</summary>
internal static class GetCommand
{
    public static Command Create(CliContext cli)
    {
        var reference = CommonArguments.Reference();
        var file = new Argument<string>("file") { Description = "Where to save it." };
        var force = new Option<bool>("--force", "-f") { Description = "Replace a file that is there." };
        var raw = CommonArguments.Raw();
        var metadata = CommonArguments.Metadata();
        var command = new Command("get", "Save the content behind a reference.") { reference, file, force, raw, metadata };
        command.SetAction(async (parsed, ct) =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            var replace = parsed.GetValue(force);
            RefuseToReplace(path, replace);
            await using var engine = cli.OpenEngine();
            await engine.StartPluginsAsync(ct);
            var text = parsed.GetRequiredValue(reference);
            var read = await engine.References.ReadAsync(new Reference(text), ct);
            var content = ContentChoice.Of(read, text, parsed.GetValue(raw), parsed.GetValue(metadata));
            await SaveAsync(path, content.Bytes, replace, ct);
            if (content.Unproven is { } why) cli.Terminal.Error.WriteLine(ModelReport.Warning(why));
            cli.Terminal.Error.WriteLine($"Saved {Quantities.Bytes(content.Bytes.Length)} of {SafeText.Line(content.MediaType ?? "unknown type")} to {SafeText.Line(path)}.");
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command, "goat get <inscription> picture.png", "goat get <inscription> model.gguf --force");
    }

    /// <summary>Writes beside the file and renames, so that a name never stands for half of its content.</summary>
    internal static async Task SaveAsync(string path, ReadOnlyMemory<byte> bytes, bool replace, CancellationToken ct)
    {
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await File.WriteAllBytesAsync(part, bytes, ct);
            RefuseToReplace(path, replace);
            File.Move(part, path, replace);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static void RefuseToReplace(string path, bool replace)
    {
        if (Directory.Exists(path)) throw new UsageException($"{path} is a folder; name a file.");
        if (!replace && File.Exists(path)) throw new GoatException($"{path} is there already; give --force to replace it.");
    }
}
