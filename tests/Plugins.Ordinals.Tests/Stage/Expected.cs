using System.Security.Cryptography;
using System.Text.Json;
using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>Compares an inscription with what another program read from the same bytes.</summary>
internal static class Expected
{
    public static void Same(JsonElement expected, Inscription actual)
    {
        Assert.Equal(expected.Text("id"), actual.Id.ToString());
        Number(expected, "input", actual.Input);
        Number(expected, "offset", actual.Offset);
        Flag(expected, "has_body", actual.Body is not null);
        Flag(expected, "duplicate_field", actual.DuplicateField);
        Flag(expected, "incomplete_field", actual.IncompleteField);
        Flag(expected, "unrecognized_even_field", actual.UnrecognizedEvenField);
        Flag(expected, "pushnum", actual.PushNumber);
        Flag(expected, "stutter", actual.Stutter);
        String(expected, "content_type", actual.ContentType);
        String(expected, "metaprotocol", actual.Metaprotocol);
        String(expected, "content_encoding", actual.ContentEncoding);
        String(expected, "delegate", actual.Delegate?.ToString());
        String(expected, "static_curse", actual.StaticCurse is { } curse ? Snake(curse.ToString()) : null);
        String(expected, "content_sha256", actual.Body is { } body ? Convert.ToHexStringLower(SHA256.HashData(body.Span)) : null);
        String(expected, "metadata_hex", actual.Metadata is { } metadata ? Convert.ToHexStringLower(metadata.Span) : null);
        String(expected, "properties_hex", actual.Properties is { } properties ? Convert.ToHexStringLower(properties.Span) : null);
        if (expected.IsSet("content_length")) Assert.Equal(expected.GetProperty("content_length").GetInt32(), actual.Body!.Value.Length);
        if (expected.IsSet("pointer")) Assert.Equal(expected.GetProperty("pointer").GetUInt64(), actual.Pointer);
        if (expected.TryGetProperty("parents_claimed", out var parents))
        {
            Assert.Equal(
                parents.EnumerateArray().Select(parent => parent.GetString()), actual.Parents.Select(parent => (string?)parent.ToString()));
        }
        if (expected.TryGetProperty("fields", out var fields))
        {
            Assert.Equal(fields.GetArrayLength(), actual.Fields.Count);
            foreach (var (wanted, field) in fields.EnumerateArray().Zip(actual.Fields))
            {
                Assert.Equal(wanted[0].GetString(), Convert.ToHexStringLower(field.Tag.Span));
                // Long values are cut in the mainnet set: "1fb1…2d..(520)".
                Assert.StartsWith(
                    wanted[1].GetString()!.Split("..")[0], Convert.ToHexStringLower(field.Value.Span), StringComparison.Ordinal);
            }
        }
    }

    private static void Number(JsonElement expected, string name, int actual)
    {
        if (expected.TryGetProperty(name, out var value)) Assert.Equal(value.GetInt32(), actual);
    }

    private static void Flag(JsonElement expected, string name, bool actual)
    {
        if (expected.TryGetProperty(name, out var value))
        {
            Assert.Equal((expected.Text("id"), name, value.GetBoolean()), (expected.Text("id"), name, actual));
        }
    }

    private static void String(JsonElement expected, string name, string? actual)
    {
        if (expected.TryGetProperty(name, out var value)) Assert.Equal(value.GetString(), actual);
    }

    private static string Snake(string name) =>
        string.Concat(
            name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));
}
