using System.Text.Json;

namespace GoatHost.Plugins.Ordinals.Chain.Rpc;

/// <summary>A node's answer to one call: a result, or the number and words of an error.</summary>
internal readonly record struct RpcAnswer(JsonElement Result, int? ErrorCode, string? ErrorText)
{
    // Bitcoin Core, rpc/protocol.h.
    public const int NotFound = -5, OutOfRange = -8, WarmingUp = -28, Misc = -1;

    private const int MaximumText = 200;

    public bool Failed => ErrorCode is not null;

    public static RpcAnswer Read(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object) return new(default, Misc, "the answer is no JSON object");
        if (answer.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        {
            var code = error.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value) ? value : Misc;
            return new(default, code, Clean(error.TryGetProperty("message", out var text) ? text.ToString() : ""));
        }
        return answer.TryGetProperty("result", out var result) ? new(result, null, null) : new(default, Misc, "the answer has no result");
    }

    public string? Text => Result.ValueKind == JsonValueKind.String ? Result.GetString() : null;

    public string? TextOf(string property) =>
        Result.ValueKind == JsonValueKind.Object && Result.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public int? NumberOf(string property) =>
        Result.ValueKind == JsonValueKind.Object && Result.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    /// <summary>What a node says is shown to people, so it is cut and stripped of what could drive a terminal.</summary>
    private static string Clean(string text)
    {
        var kept = new string([.. text.Where(c => !char.IsControl(c)).Take(MaximumText)]).TrimEnd('.', ' ');
        return kept.Length == 0 ? "it gave no reason" : kept;
    }
}
