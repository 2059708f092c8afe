using GoatHost.Composition;
using GoatHost.Engine.Inference;

namespace GoatHost.Tests.Composition;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5h", 5400)]
    [InlineData("300", 300)]
    [InlineData("0", 0)]
    [InlineData("-1", -1)]
    [InlineData("-1m", -60)]
    [InlineData("+2s", 2)]
    [InlineData("250ms", 0.25)]
    [InlineData("1m0.5s", 60.5)]
    public void Reads_what_ollamas_clients_write(string text, double seconds)
    {
        Assert.True(Durations.TryRead(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds, 6);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("5 m")]
    [InlineData("5x")]
    [InlineData("5m3")]
    [InlineData("1..5s")]
    [InlineData("--5s")]
    [InlineData("NaN")]
    [InlineData("1e5s")]
    public void Refuses_what_is_no_duration(string text) => Assert.False(Durations.TryRead(text, out _));

    [Fact]
    public void A_time_beyond_all_calendars_is_the_longest_there_is()
    {
        Assert.True(Durations.TryRead("99999999999999999999h", out var duration));
        Assert.True(duration > TimeSpan.FromDays(1_000_000));
    }

    [Fact]
    public void Random_text_never_throws()
    {
        var random = new Random(7);
        const string Letters = "0123456789.-+hmsnuµ /x";
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Create(random.Next(0, 12), random, static (span, random) =>
            {
                foreach (ref var letter in span) letter = Letters[random.Next(Letters.Length)];
            });
            Durations.TryRead(text, out _);
        }
    }

    [Fact]
    public void The_command_line_comes_before_the_environment()
    {
        var environment = new Dictionary<string, string?> { ["GOAT_KEEP_ALIVE"] = "10m", ["GOAT_MAX_MODELS"] = "2", ["GOAT_MEMORY_CHECK"] = "off" };
        var rules = ResidencySettings.OfEnvironment(environment.GetValueOrDefault);
        Assert.Equal((TimeSpan.FromMinutes(10), 2, false), (rules.KeepAlive, rules.MostModels, rules.ChecksMemory));
        Assert.Equal(TimeSpan.FromHours(1), ResidencySettings.With(rules, "1h", null).KeepAlive);
        Assert.Equal(new ResidencyRules(), ResidencySettings.OfEnvironment(_ => null));
    }

    [Theory]
    [InlineData("GOAT_KEEP_ALIVE", "soon")]
    [InlineData("GOAT_MAX_MODELS", "0")]
    [InlineData("GOAT_MAX_MODELS", "many")]
    [InlineData("GOAT_MEMORY_CHECK", "perhaps")]
    public void A_setting_that_makes_no_sense_is_wrong_usage(string name, string value) =>
        Assert.Throws<UsageException>(() => ResidencySettings.OfEnvironment(asked => asked == name ? value : null));
}
