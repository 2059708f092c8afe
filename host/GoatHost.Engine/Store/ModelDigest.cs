using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GoatHost.Engine.Store;

/// <summary>The digest of a model: of one file its own, to be compared anywhere; else over theirs and what is changed.</summary>
internal static class ModelDigest
{
    public static string Of(StoredModel model)
    {
        var changes = model.Derivation?.Changes is { IsNothing: false } some
            ? JsonSerializer.Serialize(some, StoreJson.Default.ModelChanges)
            : null;
        if (changes is null && model.Files is [var file]) return file.Sha256;
        var text = string.Join('\n', [.. model.Files.Select(file => file.Sha256), changes ?? ""]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
