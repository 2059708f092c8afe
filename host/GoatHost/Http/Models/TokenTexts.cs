using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Http.Models;

/// <summary>Tokens as the text that they stand for.</summary>
internal static class TokenTexts
{
    public static async Task<string> JoinAsync(IModelSession session, IReadOnlyList<int> tokens, CancellationToken ct)
    {
        var pieces = await session.DetokenizeAsync(tokens, ct);
        // Joined before they are decoded: a character may be spread over several.
        using var bytes = new MemoryStream();
        foreach (var piece in pieces) bytes.Write(piece.Span);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
