using FsCheck;
using FsCheck.Fluent;
using GoatHost.Plugins.LlamaCpp.Sampling;

namespace Plugins.LlamaCpp.Tests.Sampling;

public sealed class LogProbabilitiesTests
{
    [Fact]
    public void Large_logits_do_not_overflow() => Assert.Equal(1000 + Math.Log(2), LogProbabilities.LogSumExp([1000, 1000]), 3);

    [Fact]
    public void The_likeliest_are_those_a_sort_would_give() =>
        Prop.ForAll<NonEmptyArray<short>, byte>((values, count) =>
        {
            var logits = values.Get.Distinct().Select(value => (float)value).ToArray();
            var expected = Enumerable.Range(1, logits.Length - 1).OrderByDescending(id => logits[id]).Take(count);
            return LogProbabilities.Likeliest(logits, except: 0, count).SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();
}
