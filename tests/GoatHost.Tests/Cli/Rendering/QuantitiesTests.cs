using GoatHost.Cli.Rendering;

namespace GoatHost.Tests.Cli.Rendering;

public sealed class QuantitiesTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1579008, "1.5 MiB")]
    [InlineData(4L << 30, "4.0 GiB")]
    public void Tells_sizes_in_powers_of_1024(long bytes, string expected) => Assert.Equal(expected, Quantities.Bytes(bytes));

    [Theory]
    [InlineData(999, "999")]
    [InlineData(1_450_000, "1.45 M")]
    [InlineData(7_200_000_000, "7.2 B")]
    public void Tells_counts_shortly(long count, string expected) => Assert.Equal(expected, Quantities.Count(count));

    [Theory]
    [InlineData(0.314, "0.31 s")]
    [InlineData(12.34, "12.3 s")]
    [InlineData(72, "1 min 12 s")]
    [InlineData(7260, "2 h 1 min")]
    public void Tells_times_shortly(double seconds, string expected) => Assert.Equal(expected, Quantities.Time(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Tells_no_rate_without_time() => Assert.Equal("-", Quantities.Rate(3, TimeSpan.Zero));
}
