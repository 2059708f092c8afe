using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Engine.Verification;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Cli.Rendering;

public sealed class ModelReportTests
{
    [Fact]
    public void Shows_all_that_is_known_of_a_stored_model()
    {
        var writer = new StringWriter { NewLine = "\n" };
        var model = ScriptedModels.Model;
        ModelReport.Write(writer, model, new FitVerdict(FitKind.Fits, 256, 1, 1, 1, 1, "It fits."));
        var added = model.AddedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal($"""
            goat-tiny-kjv:Q8_0 - A small Llama trained on the King James Bible
            Origin:  ord:6ccc16c3146ff49bca7fcdf4549259e17dcccfb6d6dce17098ddc142eca3b334i0
            Licence: CC0-1.0
            Model:   llama, 1.45 M parameters, Q8_0, context 256 tokens, 4 layers, vocabulary 512, no chat template
            Fit:     It fits.
            Added:   {added}
            Files, each hashed here:
              /models/goat-tiny-kjv-q8_0.gguf  1.5 MiB
                sha256 88ad231b
            Where it can be had:
              magnet:?xt=urn:btih:dd5f967140549727a68e644ed4da7ffbaca1c919&dn=goat-tiny-kjv
            Proofs:
              ✓ script path: commits to the output
              · author (unproven): nobody signed it

            """.ReplaceLineEndings("\n"), writer.ToString());
    }

    [Fact]
    public void Says_what_a_description_leaves_open()
    {
        var writer = new StringWriter { NewLine = "\n" };
        ModelReport.Write(writer, new ModelDescription
        {
            Name = "old-goat",
            Origin = new Reference("ord:231008i0"),
            Files = [new Artifact("goat.gguf", null, null, null, [])],
        });
        Assert.Equal("""
            old-goat
            Origin:  ord:231008i0
            Licence: not given
            Not on this machine; fetch it with: goat pull ord:231008i0
            Files, as the publisher describes them:
              goat.gguf  size not given
                no SHA-256 given: the bytes are only as good as the locator's own hash

            """.ReplaceLineEndings("\n"), writer.ToString());
    }

    [Fact]
    public void Writes_json_that_can_be_read_back()
    {
        var writer = new StringWriter();
        JsonText.Write(writer, ModelView.Of(ScriptedModels.Model), CliJson.Default.ModelView);
        using var json = System.Text.Json.JsonDocument.Parse(writer.ToString());
        Assert.Equal("goat-tiny-kjv:Q8_0", json.RootElement.GetProperty("name").GetString());
        Assert.Equal(1579008, json.RootElement.GetProperty("size").GetInt64());
        Assert.Equal("llama", json.RootElement.GetProperty("summary").GetProperty("architecture").GetString());
        Assert.False(json.RootElement.GetProperty("proofs")[1].GetProperty("holds").GetBoolean());
    }
}
