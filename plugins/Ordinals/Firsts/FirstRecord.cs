namespace GoatHost.Plugins.Ordinals.Firsts;

/// <summary>What is recorded of a torrent.</summary>
/// <param name="First">The first inscription that names it, in the order of the chain; null where none was met.</param>
/// <param name="Others">How many more name it.</param>
/// <param name="From">First height that was read without a gap around it.</param>
/// <param name="To">Last height of that.</param>
internal sealed record FirstRecord(Sighting? First, int Others, int From, int To);
