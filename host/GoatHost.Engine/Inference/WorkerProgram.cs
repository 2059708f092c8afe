using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Plugins.Lending;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Inference;

/// <summary>The other end: what <c>goat worker</c> runs. It lives no longer than the host that started it.</summary>
public static class WorkerProgram
{
    private const int NotInvited = 2;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken ct)
    {
        // Ctrl-C in a terminal reaches the worker too, as does a service manager's SIGTERM; whether the work ends is for the host to say.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static signal => signal.Cancel = true);
        var input = StandardInput();
        if (await ReadInvitationAsync(input, ct) is not { } invitation) return NotInvited;
        EndWithHost(input);

        using var loggers = LoggerFactory.Create(logging => logging
            .SetMinimumLevel(LogLevel.Debug)
            .AddSimpleConsole(line => line.SingleLine = true)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        var nothing = new NothingLent();
        await using var channel = new WorkerChannel(await WorkerEndpoint.ConnectAsync(invitation.Endpoint, ct));
        await channel.SendAsync(new Hello(0, invitation.Token), ct);
        await using var plugin = new WorkerPlugin(new HostLendings(loggers, TimeProvider.System, nothing, nothing, nothing));
        if (!await SaidGoodbyeAsync(new WorkerServer(channel, plugin), ct)) EndNow();
        return 0;
    }

    private static async Task<bool> SaidGoodbyeAsync(WorkerServer server, CancellationToken ct)
    {
        try
        {
            return await server.RunAsync(ct);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>One line of JSON. Read byte by byte: what follows belongs to the watch.</summary>
    private static async Task<WorkerInvitation?> ReadInvitationAsync(Stream input, CancellationToken ct)
    {
        var line = new MemoryStream();
        var one = new byte[1];
        while (line.Length < WorkerInvitation.MostCharacters && await input.ReadAsync(one, ct) == 1 && one[0] != '\n') line.WriteByte(one[0]);
        try
        {
            return JsonSerializer.Deserialize(line.GetBuffer().AsSpan(0, (int)line.Length), WorkerJson.Default.WorkerInvitation);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Standard input stays open as long as the host lives, however it dies. A thread of its own watches, as every other may be stuck in native code.</summary>
    private static void EndWithHost(Stream input)
    {
        var watch = new Thread(() =>
        {
            var ignored = new byte[64];
            try
            {
                while (input.Read(ignored) > 0) continue;
            }
            finally
            {
                EndNow();
            }
        }) { IsBackground = true, Name = "host watch" };
        watch.Start();
    }

    /// <summary>No handlers, no finalizers, no native destructors under a thread that still computes: nothing here is worth saving.</summary>
    private static void EndNow() => Process.GetCurrentProcess().Kill();

#pragma warning disable RS0030 // A pipe from the host, not a console.
    private static Stream StandardInput() => Console.OpenStandardInput();
#pragma warning restore RS0030
}
