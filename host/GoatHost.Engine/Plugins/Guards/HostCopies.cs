using GoatHost.Abstractions;

namespace GoatHost.Engine.Plugins.Guards;

/// <summary>Copies what a plugin returned into the host's own collections.</summary>
/// <remarks>A list in a plugin's record may be a type of the plugin's: it could throw later, outside the guard, and while it is kept the plugin cannot unload.</remarks>
internal static class HostCopies
{
    public static ModelDescription Of(ModelDescription description) => description with
    {
        Files = [.. description.Files.Select(Of)],
        Locators = [.. description.Locators],
        Proofs = [.. description.Proofs],
        Parents = [.. description.Parents],
        Unproven = Line(description.Unproven),
    };

    public static Content Of(Content content) => content with
    {
        Bytes = content.Bytes.ToArray(),
        // The conversion of an array that is null would be an empty memory.
        Stored = content.Stored is { } stored ? stored.ToArray() : default(ReadOnlyMemory<byte>?),
        Proofs = [.. content.Proofs],
        Unproven = Line(content.Unproven),
    };

    public static Discovery Of(Discovery discovery) => discovery switch
    {
        ModelFound found => new ModelFound(Of(found.Description)),
        ModelRefused or ModelGone or DiscoveryCursor => discovery,
        _ => throw new GuardException($"{discovery.GetType().Name} is not a step of discovery that this host knows."),
    };

    public static Delta Of(Delta delta) => delta.ToolCalls.Count == 0 && delta.Tokens.Count == 0
        ? delta with { ToolCalls = [], Tokens = [] }
        : delta with { ToolCalls = [.. delta.ToolCalls], Tokens = Of(delta.Tokens) };

    public static SessionLimits Of(SessionLimits limits) => limits with { Notices = [.. limits.Notices] };

    public static EmbeddingResult Of(EmbeddingResult result) => result with { Vectors = Of<float>(result.Vectors) };

    public static RankResult Of(RankResult result) => result with { Scores = [.. result.Scores] };

    public static IReadOnlyList<ReadOnlyMemory<T>> Of<T>(IReadOnlyList<ReadOnlyMemory<T>> arrays) =>
        [.. arrays.Select(array => new ReadOnlyMemory<T>(array.ToArray()))];

    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> items) => [.. items];

    private static IReadOnlyList<TokenInfo> Of(IReadOnlyList<TokenInfo> tokens) =>
        [.. tokens.Select(token => token with { Alternatives = Of(token.Alternatives) })];

    private static string? Line(string? sentence) => sentence is null ? null : FaultText.Line(sentence);

    private static Artifact Of(Artifact file) => file with { Locators = [.. file.Locators] };
}
