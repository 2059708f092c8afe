using GoatHost.Composition;
using GoatHost.Engine.Inference;

namespace GoatHost.Tests.Composition;

public sealed class ResidencySettingsTests
{
    [Theory]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("300", 300)]
    [InlineData("0", 0)]
    [InlineData("-1", -1)]
    [InlineData("-1m", -60)]
    public void A_time_is_gos_or_a_number_of_seconds(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), ResidencySettings.With(new ResidencyRules(), text, null).KeepAlive);

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
    [InlineData("GOAT_KEEP_ALIVE", "99999999999999999999")]
    [InlineData("GOAT_MAX_MODELS", "0")]
    [InlineData("GOAT_MAX_MODELS", "many")]
    [InlineData("GOAT_MEMORY_CHECK", "perhaps")]
    public void A_setting_that_makes_no_sense_is_wrong_usage(string name, string value) =>
        Assert.Throws<UsageException>(() => ResidencySettings.OfEnvironment(asked => asked == name ? value : null));
}
