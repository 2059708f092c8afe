using GoatHost.Engine.Sync.Pulls;

namespace GoatHost.Control;

/// <summary>A model that a server is fetching.</summary>
internal sealed record PullView(string Reference, string? Quantization, SyncNews? Last)
{
    public static PullView Of(PullState pull) => new(pull.Reference.Text, pull.Quantization, pull.Last is { } last ? SyncNews.Of(last) : null);
}
