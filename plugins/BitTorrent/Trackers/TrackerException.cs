namespace GoatHost.Plugins.BitTorrent.Trackers;

/// <summary>A tracker did not answer, or not soundly; the message is a clause for a sentence.</summary>
internal sealed class TrackerException(string reason) : Exception(reason);
