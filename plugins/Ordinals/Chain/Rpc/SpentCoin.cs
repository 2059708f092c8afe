using System.Text.Json;

namespace GoatHost.Plugins.Ordinals.Chain.Rpc;

/// <summary>What a node says about a spent output: the height it was made at, and its script.</summary>
internal readonly record struct SpentCoin(int Height, ReadOnlyMemory<byte> Script)
{
    /// <summary>Reads <c>tx[position].vin[input].prevout</c> of a block of verbosity 3, or null where it is not there.</summary>
    public static SpentCoin? Read(JsonElement block, int position, int input)
    {
        if (At(Of(block, "tx"), position) is not { } transaction || At(Of(transaction, "vin"), input) is not { } spent) return null;
        if (Of(spent, "prevout") is not { } coin || Of(coin, "height") is not { ValueKind: JsonValueKind.Number } number
            || !number.TryGetInt32(out var height))
        {
            return null;
        }
        if (Of(coin, "scriptPubKey") is not { } script || Of(script, "hex") is not { ValueKind: JsonValueKind.String } hex || height < 0)
        {
            return null;
        }
        try
        {
            return new(height, Convert.FromHexString(hex.GetString()!));
        }
        catch (FormatException)
        {
            return null; // Not hex: as good as no answer, and the proof then says that the output is unknown.
        }
    }

    private static JsonElement? Of(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) ? value : null;

    private static JsonElement? At(JsonElement? element, int index) =>
        element is { ValueKind: JsonValueKind.Array } known && index < known.GetArrayLength() ? known[index] : null;
}
