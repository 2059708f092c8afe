using System.Text.Json;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>Compares a line of <c>scan --json</c> with what another program read from the same bytes.</summary>
internal static class ScanLines
{
    // These are verdicts, and the two programs have different evidence for them.
    private static readonly string[] Verdicts = ["script_path"];

    // The flags that the expected lines leave out where they are false.
    private static readonly string[] Flags = ["duplicate_field", "incomplete_field", "unrecognized_even_field", "pushnum", "stutter"];

    public static JsonElement Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    /// <summary>Every field that both have is the same.</summary>
    public static void Same(JsonElement expected, JsonElement line)
    {
        foreach (var field in line.EnumerateObject().Where(field => !Verdicts.Contains(field.Name)))
        {
            if (expected.TryGetProperty(field.Name, out var wanted))
            {
                Assert.True(JsonElement.DeepEquals(wanted, field.Value), $"{expected.Text("id")} has {field.Name} {field.Value}, and {wanted} is expected");
            }
            else if (Flags.Contains(field.Name)) Assert.False(field.Value.GetBoolean(), $"{expected.Text("id")} has {field.Name}");
        }
        foreach (var name in (string[])["content_encoding", "metaprotocol", "pointer", "delegate", "number", "parents"])
        {
            Assert.True(!expected.IsSet(name) || line.IsSet(name), $"{expected.Text("id")} has no {name}");
        }
    }
}
