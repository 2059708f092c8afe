using GoatHost.Abstractions;
using GoatHost.Composition;

namespace GoatHost.Tests.Composition;

public sealed class FailuresTests
{
    public static TheoryData<Exception, int> Cases => new()
    {
        { new GoatException("It failed."), 1 },
        { new UsageException("It makes no sense."), 2 },
        { new RefusedException("It is not what was inscribed."), 3 },
        { new InvalidOperationException("bug"), 1 },
        { new IOException("disk full"), 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_failure_has_its_exit_code(Exception exception, int expected)
    {
        var failure = Failures.Tell(exception, stopped: false);
        Assert.Equal(expected, failure.ExitCode);
        Assert.Contains(exception.Message, failure.Sentence);
    }

    [Fact]
    public void Ctrl_C_is_130_and_says_how_to_go_on()
    {
        var failure = Failures.Tell(new OperationCanceledException(), stopped: true);
        Assert.Equal(new Failure(130, "stopped; resume with the same command"), failure);
    }

    [Fact]
    public void What_breaks_while_stopping_is_the_stopping_but_a_refusal_stays_one()
    {
        Assert.Equal(130, Failures.Tell(new GoatException("The worker is gone."), stopped: true).ExitCode);
        Assert.Equal(3, Failures.Tell(new RefusedException("Bad digest."), stopped: true).ExitCode);
    }

    [Fact]
    public void A_timeout_that_nobody_asked_for_is_a_failure() => Assert.Equal(1, Failures.Tell(new TaskCanceledException("slow"), stopped: false).ExitCode);
}
