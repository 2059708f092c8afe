using System.Net.Http.Headers;
using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.Ordinals.Chain.Rpc;

/// <summary>How this program makes itself known to a node. The secret is only ever in the header of a request.</summary>
internal sealed class RpcCredentials(string? cookie, string? user, string? password)
{
    private const int MaximumCookie = 1024;

    /// <summary>The header for one request. A node writes a new cookie at each start, so it is read each time.</summary>
    public async Task<AuthenticationHeaderValue?> HeaderAsync(CancellationToken ct)
    {
        if (user is not null) return Basic($"{user}:{password}");
        if (cookie is null) return null;
        try
        {
            if (new FileInfo(cookie).Length > MaximumCookie)
            {
                throw new GoatException(
                    $"Reading the cookie file {cookie} failed: it is too long for one; set \"rpcCookie\" to the node's .cookie file.");
            }
            return Basic((await File.ReadAllTextAsync(cookie, ct)).Trim());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoatException(
                $"Reading the cookie file {cookie} failed: {(error is FileNotFoundException ? "there is none, so the node is not running" : error.Message)}; set \"rpcCookie\" to the .cookie file in the folder of the node's network.",
                error);
        }
    }

    private static AuthenticationHeaderValue Basic(string pair) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
}
