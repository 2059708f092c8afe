namespace GoatHost.Engine.Observability;

/// <summary>The ids of log events, by room: 100 Store, 200 Sync, 300 Verification, 400 Plugins, 500 Inference, 600 the program itself (its own list).</summary>
/// <remarks>An id is never given to another event: people search for them. Plugins count their own, under their own category.</remarks>
internal static class EventIds
{
    public const int ModelPlacing = 120;
    public const int FileMoved = 121;
    public const int MovesDurable = 122;
    public const int ModelRecorded = 123;
    public const int ModelForgotten = 124;
    public const int FileDeleted = 125;
    public const int FileKept = 126;
    public const int PublishingTakenBack = 127;
    public const int StoreCleaned = 128;
    public const int StoreNotCleaned = 129;

    public const int SyncFinished = 200;
    public const int LocatorFailed = 201;
    public const int DiscoveryFailed = 202;
    public const int ModelRefused = 203;
    public const int RefusedNotDeleted = 204;
    public const int PullFailed = 205;

    public const int PluginReady = 400;
    public const int PluginNotLoaded = 401;
    public const int PluginFault = 402;
    public const int PluginFaultDetail = 403;
    public const int PluginDeaf = 404;
    public const int ModelLeftOut = 405;
    public const int PluginReloaded = 406;
    public const int PluginDrained = 407;
    public const int PluginStartUnnoted = 408;
    public const int StartMarkerStays = 409;
    public const int PluginOnTrial = 410;
    public const int PluginTrialEnded = 411;
    public const int PluginQuarantineUnnoted = 412;
    public const int PluginTaskUnobserved = 413;
    public const int PluginIll = 414;
    public const int PluginWell = 415;

    public const int WorkerDied = 500;
    public const int WorkerTookNoGoodbye = 501;
    public const int WorkerSaid = 502;
    public const int WorkerWaits = 503;
    public const int WorkerKeepsPlace = 504;
    public const int ModelQuarantineUnnoted = 505;
    public const int ModelOutgrown = 510;
    public const int ModelEvicted = 511;
    public const int ModelExpired = 512;
    public const int ContextReduced = 513;
    public const int DevicesUnknown = 520;
    public const int DevicesNotKept = 521;
}
