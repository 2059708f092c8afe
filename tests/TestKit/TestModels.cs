using GoatHost.Abstractions;

namespace GoatHost.TestKit;

/// <summary>Verified models that no host verified: for tests of runtimes, which never look at the digest.</summary>
public static class TestModels
{
    public static VerifiedModel Of(string name, string format, string path, ModelSummary summary) => new(
        name,
        format,
        [new VerifiedFile(Path.GetFileName(path), path, File.Exists(path) ? new FileInfo(path).Length : 0, new string('0', 64))],
        summary);

    /// <summary>A model with adapters that requests may name.</summary>
    public static VerifiedModel With(this VerifiedModel model, params ReadOnlySpan<(string Name, string Path)> adapters)
    {
        ArgumentNullException.ThrowIfNull(model);
        var summary = new ModelSummary { Architecture = model.Summary.Architecture, Parameters = 1, Quantization = "F32", Adapter = "lora" };
        var loaded = new List<VerifiedModel>();
        foreach (var (name, path) in adapters) loaded.Add(Of(name, model.Format, path, summary));
        return model.With(loaded);
    }
}
