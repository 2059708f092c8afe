using GoatHost.Plugins.LlamaCpp.Loading;

namespace Plugins.LlamaCpp.Tests.Loading;

public sealed class ThreadProbeTests
{
    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(2, new[] { 2, 1 })]
    [InlineData(6, new[] { 6, 4, 3, 2, 1 })]
    [InlineData(16, new[] { 16, 12, 8, 6, 4, 3, 2, 1 })]
    public void All_cores_are_tried_first_and_one_last(int cores, int[] tried) => Assert.Equal(tried, ThreadProbe.Candidates(cores));

    [Fact]
    public void There_is_a_core_and_no_more_than_processors() => Assert.InRange(Cores.Count, 1, Environment.ProcessorCount);
}
