using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Cli;

/// <summary>Which bytes of content a person wants: decoded, as they are stored, or what its publisher says about it.</summary>
internal static class ContentChoice
{
    public static Content Of(Content content, string reference, bool raw, bool metadata)
    {
        if (metadata && content.Metadata is null) throw new GoatException($"{reference} carries no metadata that can be read.");
        if (metadata) return content with { MediaType = "application/json", Bytes = Encoding.UTF8.GetBytes(content.Metadata!) };
        return raw && content.Stored is { } stored ? content with { Bytes = stored } : content;
    }
}
