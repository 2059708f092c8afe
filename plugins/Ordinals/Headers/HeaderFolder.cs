namespace GoatHost.Plugins.Ordinals.Headers;

/// <summary>Where this plugin keeps headers.</summary>
internal sealed record HeaderFolder(string Path);
