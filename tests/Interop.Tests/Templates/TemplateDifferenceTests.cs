namespace GoatHost.Interop.Tests.Templates;

/// <summary>
/// Every template that llama.cpp ships, with every conversation, list of tools and set of options of matrix.json, against npm's
/// <c>@huggingface/jinja</c>; and where that one cannot render, against Python's Jinja2.
/// </summary>
public sealed class TemplateDifferenceTests
{
    private static readonly Lazy<Dictionary<string, string>> Ours = new(RenderAll);

    [SkippableFact]
    public async Task Every_shipped_template_renders_as_in_the_npm_engine_or_fails_as_there()
    {
        var theirs = await TemplatePeer.AskNodeAsync(TemplatePeer.Templates());
        var ours = Ours.Value;
        Assert.Equal(theirs.Keys.Order(StringComparer.Ordinal), ours.Keys.Order(StringComparer.Ordinal));

        var differences = theirs.Where(peer => !Agree(peer.Value, ours[peer.Key])).ToList();
        var used = differences.ToDictionary(peer => peer.Key, peer => Excuse(peer.Key, peer.Value, ours[peer.Key]));
        Assert.Empty(used.Where(entry => entry.Value is null).Select(entry => $"{entry.Key}: theirs {theirs[entry.Key]}, ours {ours[entry.Key]}").Take(20));
        // An exception that nothing needs any more goes.
        Assert.Empty(PeerLimit.PeerFails.Concat(PeerLimit.WeFail).Concat(PeerLimit.Texts).Except(used.Values).Select(limit => limit!.Says));
        Assert.True(theirs.Count - differences.Count > 36_000, $"{differences.Count} of {theirs.Count} cases are excused");
    }

    [SkippableFact]
    public async Task Where_the_npm_engine_cannot_render_it_is_as_in_Python()
    {
        var templates = TemplatePeer.Templates();
        var (theirs, python) = (await TemplatePeer.AskNodeAsync(templates), await TemplatePeer.AskPythonAsync(templates));
        var ours = Ours.Value;
        var compared = ours.Keys.Where(name => IsError(theirs[name]) && !IsError(ours[name]) && !IsError(python[name]) && !IsPrintedOtherwise(name)).ToList();
        Assert.Empty(compared.Where(name => ours[name] != python[name]).Take(20));
        Assert.True(compared.Count > 2_000, $"only {compared.Count} cases were compared");
    }

    private static Dictionary<string, string> RenderAll()
    {
        var matrix = TemplateMatrix.Read(TemplatePeer.Matrix);
        return Directory.EnumerateFiles(TemplatePeer.Templates(), "*.jinja")
            .SelectMany(file => matrix.Render(File.ReadAllText(file)).Select(result => (Name: $"{Path.GetFileName(file)} {result.Case}", result.Result)))
            .ToDictionary(result => result.Name, result => result.Result);
    }

    private static bool IsError(string result) => result.StartsWith("error ", StringComparison.Ordinal);

    private static bool Agree(string theirs, string ours) => theirs == ours || (IsError(theirs) && IsError(ours));

    private static PeerLimit? Excuse(string name, string theirs, string ours) =>
        IsError(theirs) ? PeerLimit.PeerFails.FirstOrDefault(limit => theirs.Contains(limit.Says, StringComparison.Ordinal))
        : IsError(ours) ? PeerLimit.WeFail.FirstOrDefault(limit => ours.Contains(limit.Says, StringComparison.Ordinal))
        : PeerLimit.Texts.FirstOrDefault(limit => name.StartsWith(limit.Says, StringComparison.Ordinal));

    /// <summary>
    /// Whether the case prints what the npm engine, which is followed in this, prints otherwise than Python: lists and mappings as JSON, none
    /// as nothing, small numbers as 1e-7, and U+FEFF as white space.
    /// </summary>
    private static bool IsPrintedOtherwise(string name) =>
        name.Contains("Apriel", StringComparison.Ordinal)
        || name.Contains("call-typed-arguments/", StringComparison.Ordinal)
        || name.Contains("odd-characters/", StringComparison.Ordinal)
        || name.Contains("null-content/", StringComparison.Ordinal)
        || name.Contains("parts/", StringComparison.Ordinal)
        || name.Contains("image/", StringComparison.Ordinal)
        || name.Contains("/several/", StringComparison.Ordinal);
}
