namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>A run of bytes that is to be hashed.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct Message(int Offset, int Length);
