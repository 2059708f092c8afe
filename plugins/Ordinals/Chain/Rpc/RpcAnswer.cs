using System.Text.Json;
using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Chain.Rpc;

/// <summary>A node's answer to one call: a result, or the number and words of an error.</summary>
internal readonly record struct RpcAnswer(JsonElement Result, int? ErrorCode, string? ErrorText)
{
    // Bitcoin Core, rpc/protocol.h.
    public const int NotFound = -5, OutOfRange = -8, WarmingUp = -28, Misc = -1;

    public bool Failed => ErrorCode is not null;

    public static RpcAnswer Read(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object) return new(default, Misc, "the answer is no JSON object");
        if (answer.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        {
            var code = Number(error, "code") ?? Misc;
            return new(default, code, ShownText.Of(error.TryGetProperty("message", out var text) ? text.ToString() : null, "it gave no reason").TrimEnd('.'));
        }
        return answer.TryGetProperty("result", out var result) ? new(result, null, null) : new(default, Misc, "the answer has no result");
    }

    public string? Text => Result.ValueKind == JsonValueKind.String ? Result.GetString() : null;

    public string? TextOf(string property) =>
        Result.ValueKind == JsonValueKind.Object && Result.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public int? NumberOf(string property) => Number(Result, property);

    public decimal? DecimalOf(string property) =>
        MemberOf(property) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var number) ? number : null;

    public bool IsTrue(string property) => MemberOf(property) is { ValueKind: JsonValueKind.True };

    public IEnumerable<JsonElement> ListOf(string property) =>
        MemberOf(property) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : Enumerable.Empty<JsonElement>();

    public JsonElement? MemberOf(string property) =>
        Result.ValueKind == JsonValueKind.Object && Result.TryGetProperty(property, out var value) ? value : null;

    /// <summary>A part of an answer, to be read in the same way.</summary>
    public static RpcAnswer Of(JsonElement part) => new(part, null, null);

    /// <summary>A whole number among the members of an object, or null.</summary>
    public static int? Number(JsonElement element, string property)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(property, out var value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
    }
}
