using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Store;

/// <summary>What the store does to files, step by step, for whoever looks into a failure.</summary>
internal sealed partial class StoreLog(ILogger<ModelStore> logger)
{
    [LoggerMessage(120, LogLevel.Debug, "{Model} will be published as {Name}")]
    public partial void Placing(string model, string name);

    [LoggerMessage(121, LogLevel.Debug, "{File} is moved to {Place}")]
    public partial void Moved(string file, string place);

    [LoggerMessage(122, LogLevel.Debug, "The moves of {Model} are durable")]
    public partial void Durable(string model);

    [LoggerMessage(123, LogLevel.Debug, "{Model} is recorded")]
    public partial void Recorded(string model);

    [LoggerMessage(124, LogLevel.Debug, "{Model} is forgotten")]
    public partial void Forgotten(string model);

    [LoggerMessage(125, LogLevel.Debug, "{File} is deleted")]
    public partial void Deleted(string file);

    [LoggerMessage(126, LogLevel.Warning, "{File} is of no model any more and cannot be deleted yet: {Reason}")]
    public partial void Kept(string file, string reason);

    [LoggerMessage(127, LogLevel.Information, "A publishing was cut off: {File} is taken back to {Place}")]
    public partial void TakenBack(string file, string place);

    [LoggerMessage(128, LogLevel.Information, "Cleaned: {Files} abandoned files, {Locks} old locks")]
    public partial void Cleaned(int files, int locks);

    [LoggerMessage(129, LogLevel.Warning, "Old files could not be cleaned away: {Reason}")]
    public partial void NotCleaned(string reason);
}
