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
}
