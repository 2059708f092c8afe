using GoatHost.Plugins.LlamaCpp.Loading;

namespace Plugins.LlamaCpp.Tests.Loading;

public sealed class ThreadProbeTests
{
    [Theory]
    [InlineData(1, false, new[] { 1 })]
    [InlineData(2, false, new[] { 1, 2 })]
    [InlineData(6, false, new[] { 1, 2, 3, 4, 6 })]
    [InlineData(10, false, new[] { 1, 2, 3, 4, 6, 8, 10 })]
    [InlineData(2, true, new[] { 1, 2 })]
    [InlineData(16, true, new[] { 4, 6, 8, 12, 16 })]
    public void Few_threads_are_tried_first_and_all_cores_last(int cores, bool large, int[] tried) => Assert.Equal(tried, ThreadProbe.Candidates(cores, large));

    [Fact]
    public void There_is_a_core_and_no_more_than_processors() => Assert.InRange(Cores.Count, 1, Environment.ProcessorCount);
}
