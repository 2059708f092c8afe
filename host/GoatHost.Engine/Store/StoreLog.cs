using GoatHost.Engine.Observability;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Store;

/// <summary>What the store does to files, step by step, for whoever looks into a failure.</summary>
internal sealed partial class StoreLog(ILogger<ModelStore> logger)
{
    [LoggerMessage(EventIds.ModelPlacing, LogLevel.Debug, "{Model} will be published as {Name}")]
    public partial void Placing(string model, string name);

    [LoggerMessage(EventIds.FileMoved, LogLevel.Debug, "{File} is moved to {Place}")]
    public partial void Moved(string file, string place);

    [LoggerMessage(EventIds.MovesDurable, LogLevel.Debug, "The moves of {Model} are durable")]
    public partial void Durable(string model);

    [LoggerMessage(EventIds.ModelRecorded, LogLevel.Debug, "{Model} is recorded")]
    public partial void Recorded(string model);

    [LoggerMessage(EventIds.ModelForgotten, LogLevel.Debug, "{Model} is forgotten")]
    public partial void Forgotten(string model);

    [LoggerMessage(EventIds.FileDeleted, LogLevel.Debug, "{File} is deleted")]
    public partial void Deleted(string file);

    [LoggerMessage(EventIds.FileKept, LogLevel.Warning, "{File} is of no model any more and cannot be deleted yet: {Reason}")]
    public partial void Kept(string file, string reason);

    [LoggerMessage(EventIds.PublishingTakenBack, LogLevel.Information, "A publishing was cut off: {File} is taken back to {Place}")]
    public partial void TakenBack(string file, string place);

    [LoggerMessage(EventIds.StoreCleaned, LogLevel.Information, "Cleaned: {Files} abandoned files, {Locks} old locks")]
    public partial void Cleaned(int files, int locks);

    [LoggerMessage(EventIds.StoreNotCleaned, LogLevel.Warning, "Old files could not be cleaned away: {Reason}")]
    public partial void NotCleaned(string reason);
}
