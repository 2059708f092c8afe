using GoatHost.Abstractions;

namespace GoatHost.Engine.Sync.Fetching;

/// <summary>Passes a transport's news on. Called on whatever thread tells it, so nothing is reordered.</summary>
internal sealed class TransferNotes(SyncProgress notes) : IProgress<TransferNote>
{
    public void Report(TransferNote value) => notes.Hear(value.Text, value.Peers);
}
