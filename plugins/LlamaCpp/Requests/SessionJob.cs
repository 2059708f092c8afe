using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Requests;

/// <summary>A piece of work for the one thread that may use a session's contexts.</summary>
internal abstract class SessionJob(CancellationToken ct)
{
    /// <summary>Does the work, or hands its failure to whoever waits; never throws.</summary>
    /// <param name="closing">Cancelled when the session is being disposed.</param>
    public void Execute(CancellationToken closing)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, closing);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            Run(either.Token);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            Fail(new OperationCanceledException(ct));
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            Fail(new GoatException("The model was unloaded before the answer was done: ask again to load it."));
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    protected abstract void Run(CancellationToken ct);

    protected abstract void Fail(Exception fault);
}
