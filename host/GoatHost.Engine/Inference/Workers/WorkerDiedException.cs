using GoatHost.Abstractions;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>The worker's process ended while something was asked of it.</summary>
/// <param name="how">How it ended, to stand after "the worker".</param>
/// <param name="message">The whole sentence.</param>
internal sealed class WorkerDiedException(string how, string message) : GoatException(message)
{
    public string How => how;
}
