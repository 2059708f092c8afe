namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary>What became of a decode that did not fail.</summary>
internal enum DecodeResult
{
    /// <summary>The batch is in the context.</summary>
    Done,

    /// <summary>There was no room for it, and nothing has changed.</summary>
    NoRoom,

    /// <summary>It was interrupted: a part of it may be in the context.</summary>
    Interrupted,
}
