namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>How reading stands.</summary>
internal enum ReadState
{
    /// <summary>It is there.</summary>
    Done,

    /// <summary>It may come with more text.</summary>
    More,

    /// <summary>Something else is there.</summary>
    Failed,
}
