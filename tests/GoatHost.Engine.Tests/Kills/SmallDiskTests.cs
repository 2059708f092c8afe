using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Kills;

/// <summary>A disk that fills up and one that becomes read-only, mounted in a namespace of the child's own.</summary>
public sealed class SmallDiskTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [SkippableFact]
    public async Task On_a_full_disk_every_failure_is_a_sentence_and_nothing_is_lost()
    {
        await using var child = await RunAsync("full-disk");

        Assert.Equal("kills:Q8_0", child.Told("first"));
        Assert.StartsWith("GoatException: ", child.Told("full while fetching"), StringComparison.Ordinal);
        Assert.StartsWith("GoatException: ", child.Told("full while publishing"), StringComparison.Ordinal);
        Assert.StartsWith("GoatException: ", child.Told("full from the start"), StringComparison.Ordinal);
        Assert.Equal("kills:Q8_0", child.Told("again"));
        Assert.Equal(
            ["models: edition 1", "models: edition 1", "models: edition 2"],
            child.Lines.Where(line => line.StartsWith("models: ", StringComparison.Ordinal)));
        // What was fetched before the disk was full is not fetched again.
        Assert.Equal("0", child.Told("again sent"));
    }

    [SkippableFact]
    public async Task On_a_read_only_disk_every_failure_is_a_sentence_and_nothing_is_lost()
    {
        await using var child = await RunAsync("read-only-disk");

        Assert.Equal(("0", "0"), (child.Told("remount ro"), child.Told("remount rw")));
        Assert.StartsWith("GoatException: ", child.Told("sync"), StringComparison.Ordinal);
        Assert.Equal("kills:Q8_0", child.Told("again"));
        var models = child.Lines.FindAll(line => line.StartsWith("models: ", StringComparison.Ordinal));
        Assert.True(models[0] == "models: edition 1" || models[0].StartsWith("models: GoatException: The database", StringComparison.Ordinal), models[0]);
        Assert.Equal("models: edition 2", models[1]);
    }

    private async Task<Child> RunAsync(string scenario)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "mounting a small disk takes root on Linux");
        var child = Child.Of(
            "unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=80m goat \"$1\" || exit 77; exec dotnet \"$2\" \"$3\" \"$1\"", "sh", _data.Path, Child.Dll, scenario);
        var ended = await child.EndAsync();
        if (ended is 77 or 1 && child.Lines.Count == 0) Skip.If(true, $"no disk can be mounted here: {await child.ErrorsAsync()}");
        Assert.True(ended == 0, string.Join('\n', child.Lines) + await child.ErrorsAsync());
        return child;
    }
}
