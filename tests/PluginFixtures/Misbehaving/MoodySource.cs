using System.Runtime.CompilerServices;
using GoatHost.Abstractions;

namespace GoatHost.Fixtures.Misbehaving;

/// <summary>A source whose reference names the mood it is in.</summary>
internal sealed class MoodySource : ISource
{
    public string Name => "moody";

    public bool CanResolve(Reference reference) => reference.Text switch
    {
        "throw" => throw new HomeMadeException("cannot look"),
        "hang" => Forever(),
        _ => true,
    };

    public ValueTask<Health> CheckAsync(CancellationToken ct) => throw new HomeMadeException("unwell");

    public async Task<ModelDescription> ResolveAsync(Reference reference, CancellationToken ct)
    {
        await Task.Yield();
        switch (reference.Text)
        {
            case "throw": throw new HomeMadeException("bad\nmood");
            case "refuse": throw new RefusedException("The proof does not hold.");
            case "fail": throw new GoatException("There is no such thing.");
            case "timeout": throw new TaskCanceledException("the peer was slow");
            case "wait": await Task.Delay(Timeout.InfiniteTimeSpan, ct); break;
            case "stuck": Forever(); break;
            case "exit": Environment.Exit(3); break;
            case "die": Environment.FailFast("of a sudden"); break;
            case "deaf": await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None); break;
        }
        // Collection expressions become list types of this assembly, which the host must not keep.
        return new ModelDescription { Name = "m", Origin = reference, Files = [new Artifact("a", 1, null, null, [new Locator("x")])], Proofs = [new Proof("p", true, "e")] };
    }

    public Task<Content> ReadAsync(Reference reference, CancellationToken ct) => throw new HomeMadeException("unreadable");

    public async IAsyncEnumerable<Discovery> DiscoverAsync(string? cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        yield return new DiscoveryCursor("1");
        throw new HomeMadeException("lost the thread");
    }

    private static bool Forever()
    {
        using var never = new ManualResetEvent(false);
        return never.WaitOne();
    }
}

/// <summary>A source that cannot be made.</summary>
internal sealed class NeedySource(ICloneable nobodyHasThis) : ISource
{
    public string Name => nobodyHasThis.ToString()!;

    public bool CanResolve(Reference reference) => false;

    public Task<ModelDescription> ResolveAsync(Reference reference, CancellationToken ct) => throw new NotSupportedException();

    public Task<Content> ReadAsync(Reference reference, CancellationToken ct) => throw new NotSupportedException();
}
