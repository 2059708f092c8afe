using GoatHost.Engine.Sync;

namespace GoatHost.Cli.Rendering;

/// <summary>The words for a sync's stages.</summary>
internal static class SyncText
{
    public static string Name(SyncStage stage) => stage switch
    {
        SyncStage.Resolve => "resolve",
        SyncStage.Plan => "plan",
        SyncStage.Fetch => "fetch",
        SyncStage.Verify => "verify",
        SyncStage.Publish => "publish",
        _ => stage.ToString(),
    };

    public static string News(SyncNote note) => SafeText.Line(note.Text).TrimEnd('.', ' ');

    public static string Bytes(SyncNote note)
    {
        var peers = note.Peers is { } count ? $", {count} {(count == 1 ? "peer" : "peers")}" : "";
        return note.Total <= 0 ? News(note) + peers
            : $"{Quantities.Percent(note.Done, note.Total)}, {Quantities.Bytes(note.Done)} of {Quantities.Bytes(note.Total)}{peers}";
    }
}
