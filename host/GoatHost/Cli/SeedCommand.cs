using System.CommandLine;
using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;

namespace GoatHost.Cli;

/// <summary><c>goat seed</c>: serves a model to others until Ctrl-C.</summary>
internal static class SeedCommand
{
    public static Command Create(CliContext cli)
    {
        var what = new Argument<string>("what") { Description = "A model on this machine, or a .torrent file." };
        var folder = new Option<string?>("--folder") { Description = "The folder that holds the files of the .torrent.", HelpName = "path" };
        var listen = new Option<string?>("--listen") { Description = "Address to listen on, as host:port; port 0 takes a free one.", HelpName = "host:port" };
        var untilInputEnds = new Option<bool>("--until-stdin-ends") { Description = "End with standard input, so that a program that started this never leaves it behind." };
        var command = new Command("seed", "Serve a model to others until Ctrl-C.") { what, folder, listen, untilInputEnds };
        command.SetAction(async (parsed, ct) =>
        {
            await using var engine = cli.OpenEngine();
            await engine.StartPluginsAsync(ct);
            var news = new SeedNews(cli.Terminal, cli.Time);
            var path = parsed.GetValue(folder) is { } given ? Path.GetFullPath(given) : null;
            using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var leash = parsed.GetValue(untilInputEnds) ? EndWithAsync(cli.Terminal.In, end) : Task.CompletedTask;
            try
            {
                await engine.Seeding.SeedAsync(parsed.GetRequiredValue(what), path, new SeedOptions { Listen = parsed.GetValue(listen) }, news, end.Token);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // Ctrl-C, or the end of the input, is how seeding ends.
            }
            await end.CancelAsync();
            await leash;
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command,
            "goat seed goat-tiny-kjv",
            "goat seed model.torrent --folder ./model --listen 127.0.0.1:0");
    }

    private static async Task EndWithAsync(TextReader input, CancellationTokenSource end)
    {
        try
        {
            // A console read cannot be cancelled, so a stop leaves it behind on its own thread.
            await Task.Run(input.ReadToEnd, CancellationToken.None).WaitAsync(end.Token);
            await end.CancelAsync();
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The seeding ended first.
        }
    }
}
