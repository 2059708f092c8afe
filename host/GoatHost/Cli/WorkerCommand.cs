using System.CommandLine;

namespace GoatHost.Cli;

/// <summary><c>goat worker</c>: holds one model for its host. Program.cs runs it before any command line is read; here it only has its name.</summary>
internal static class WorkerCommand
{
    public static Command Create() => new("worker", "Holds one model in memory for the goat that started it.") { Hidden = true };
}
