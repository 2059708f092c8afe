using GoatHost.Plugins.LlamaCpp.Loading;
using GoatHost.TestKit;

namespace Plugins.LlamaCpp.Tests.Loading;

public sealed class StepNotesTests
{
    [Fact]
    public void What_is_noted_is_there_the_next_time()
    {
        using var folder = new TempFolder();
        new StepNotes(folder.Path).Write("a", new Dictionary<int, double> { [1] = 0.004, [8] = 0.023 });
        new StepNotes(folder.Path).Write("b", new Dictionary<int, double> { [2] = 0.1 });
        Assert.Equal(0.023, new StepNotes(folder.Path).Read("a")[8]);
        Assert.Empty(new StepNotes(folder.Path).Read("c"));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"a\": 3}")]
    public void A_file_that_is_damaged_is_as_good_as_none(string text)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["steps.json"], text);
        Assert.Empty(new StepNotes(folder.Path).Read("a"));
        new StepNotes(folder.Path).Write("a", new Dictionary<int, double> { [1] = 1 });
        Assert.Equal(1, new StepNotes(folder.Path).Read("a")[1]);
    }

    [Fact]
    public void Notes_do_not_grow_for_ever()
    {
        using var folder = new TempFolder();
        for (var i = 0; i < 100; i++) new StepNotes(folder.Path).Write($"model {i}", new Dictionary<int, double> { [1] = i + 1 });
        Assert.Equal(64, Enumerable.Range(0, 100).Count(i => new StepNotes(folder.Path).Read($"model {i}").Count > 0));
        Assert.Equal(100, new StepNotes(folder.Path).Read("model 99")[1]);
    }

    [Fact]
    public void Without_a_folder_nothing_is_noted()
    {
        new StepNotes(null).Write("a", new Dictionary<int, double> { [1] = 1 });
        Assert.Empty(new StepNotes(null).Read("a"));
    }
}
