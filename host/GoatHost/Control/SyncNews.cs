using GoatHost.Engine.Sync;

namespace GoatHost.Control;

/// <summary>News of a sync on its way from a server to a command, which shows everything but the description.</summary>
internal sealed record SyncNews(SyncStage Stage, string Text, long Done, long Total, int? Peers, TimeSpan? Took)
{
    public static SyncNews Of(SyncNote note) => new(note.Stage, note.Text, note.Done, note.Total, note.Peers, note.Took);

    public SyncNote ToNote() => new(Stage, Text) { Done = Done, Total = Total, Peers = Peers, Took = Took };
}
