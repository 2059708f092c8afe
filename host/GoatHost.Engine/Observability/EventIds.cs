namespace GoatHost.Engine.Observability;

/// <summary>The ids of log events, by room: 100 Store, 200 Sync, 300 Verification, 400 Plugins, 500 Inference.</summary>
internal static class EventIds
{
    public const int SyncFinished = 200;
    public const int LocatorFailed = 201;
    public const int DiscoveryFailed = 202;
    public const int ModelRefused = 203;
}
