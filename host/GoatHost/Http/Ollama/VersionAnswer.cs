namespace GoatHost.Http.Ollama;

/// <summary>An answer of <c>/api/version</c>.</summary>
/// <param name="Version">The Ollama whose API this is: tools turn features on by it.</param>
/// <param name="Goat">The version of goat.</param>
internal sealed record VersionAnswer(string Version, string Goat);
