using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using GoatHost.Http.Ollama.Fields;

namespace GoatHost.Tests.Http.Ollama;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("5m", 300_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("-1.5s", -1500)]
    [InlineData("+2s", 2000)]
    [InlineData(".5s", 500)]
    [InlineData("1.s", 1000)]
    [InlineData("1h1m1s1ms", 3_661_001)]
    [InlineData("3000us", 3)]
    [InlineData("3000µs", 3)]
    [InlineData("1000000ns", 1)]
    public void Reads_durations_as_Go_does(string text, double milliseconds)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("300")]
    [InlineData("-1")]
    [InlineData("m")]
    [InlineData(".s")]
    [InlineData("1..5s")]
    [InlineData("5 m")]
    [InlineData("5d")]
    [InlineData("5m-3s")]
    [InlineData("1e3s")]
    [InlineData("999999999999999999999999999999h")]
    [InlineData("99999999999999h")]
    public void Refuses_what_Go_refuses_and_what_no_clock_holds(string text) => Assert.False(GoDuration.TryParse(text, out _));

    [Fact]
    public void What_is_written_reads_as_it_was() => Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), ticks =>
    {
        var time = TimeSpan.FromTicks(ticks * 997L);
        var size = time.Duration();
        var text = string.Create(CultureInfo.InvariantCulture, $"{(ticks < 0 ? "-" : "")}{(long)size.TotalHours}h{size.Minutes}m{size.Seconds}.{size.Ticks % TimeSpan.TicksPerSecond:0000000}s");
        Assert.True(GoDuration.TryParse(text, out var read), text);
        Assert.Equal(time, read);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_makes_it_throw() => Prop.ForAll(
        Gen.ListOf(Gen.Elements("1", "9", ".", "h", "m", "s", "-", "µ", "n", "u", "0", "é", " ")).Select(parts => string.Concat(parts)).ToArbitrary(),
        text => GoDuration.TryParse(text, out _) || true).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("""{"keep_alive":300}""", 300.0)]
    [InlineData("""{"keep_alive":0.5}""", 0.5)]
    [InlineData("""{"keep_alive":"5m"}""", 300.0)]
    [InlineData("""{"keep_alive":0}""", 0.0)]
    [InlineData("""{"keep_alive":-1}""", -0.001)]
    [InlineData("""{"keep_alive":-1e300}""", -0.001)]
    [InlineData("""{"keep_alive":1e300}""", -0.001)]
    [InlineData("""{"keep_alive":"-1m"}""", -0.001)]
    [InlineData("""{"keep_alive":null}""", null)]
    [InlineData("{}", null)]
    public void Keep_alive_is_seconds_or_a_duration_and_forever_when_negative(string json, double? seconds) => Assert.Equal(
        seconds is null ? null : TimeSpan.FromSeconds(seconds.Value), KeepAliveField.Read(new JsonFields(System.Text.Json.JsonElement.Parse(json))));
}
