using FsCheck;
using FsCheck.Fluent;
using GoatHost.Plugins.LlamaCpp.Scheduling;

namespace Plugins.LlamaCpp.Tests.Scheduling;

public sealed class WidthChooserTests
{
    /// <summary>Milliseconds of a step as measured on a model of 110M: two at once are slower than one after the other.</summary>
    private static readonly Dictionary<int, double> Small = new() { [1] = 4.0, [2] = 11.2, [4] = 16.5, [8] = 23.5 };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(4, 1)]
    [InlineData(8, 8)]
    public void The_width_that_brings_most_tokens_is_found(int streams, int best)
    {
        var widths = new WidthChooser(8);
        for (var i = 0; i < 30; i++) Step(widths, streams, Small);
        Assert.Equal(best, widths.Choose(streams));
    }

    [Fact]
    public void What_was_learnt_is_known_the_next_time()
    {
        var first = new WidthChooser(8);
        for (var i = 0; i < 30; i++) Step(first, 8, Small);
        var next = new WidthChooser(8, first.Known);
        Assert.Equal(1, next.Choose(4));
        Assert.Equal(8, next.Choose(8));
    }

    [Fact]
    public void A_width_that_became_better_is_found_again()
    {
        var widths = new WidthChooser(2);
        for (var i = 0; i < 30; i++) Step(widths, 2, Small);
        Assert.Equal(1, widths.Choose(2));
        for (var i = 0; i < 1200; i++) Step(widths, 2, new() { [1] = 4.0, [2] = 5.0 });
        Assert.Equal(2, widths.Choose(2));
    }

    [Fact]
    public void Nonsense_that_was_remembered_is_passed_over() =>
        Assert.Empty(new WidthChooser(4, new Dictionary<int, double> { [0] = 1, [1] = double.NaN, [2] = -1, [9] = 1, [4] = 1 / 0.0 }).Known);

    [Fact]
    public void A_width_is_never_more_than_there_are_streams() =>
        Prop.ForAll<byte[], PositiveInt>((streams, most) =>
        {
            var widths = new WidthChooser((most.Get % 64) + 1);
            return streams.All(count =>
            {
                var width = widths.Choose(count + 1);
                widths.Observe(width, TimeSpan.FromTicks(count));
                return width >= 1 && width <= count + 1;
            });
        }).QuickCheckThrowOnFailure();

    private static void Step(WidthChooser widths, int streams, Dictionary<int, double> milliseconds)
    {
        var width = widths.Choose(streams);
        widths.Observe(width, TimeSpan.FromMilliseconds(milliseconds[width]));
    }
}
