using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Sessions;

namespace GoatHost.Engine.Tests.Inference;

public sealed class SessionNeedsTests
{
    [Theory]
    [InlineData(null, null, 4096)]
    [InlineData(128, null, 4096)]
    [InlineData(4096, null, 4096)]
    [InlineData(100, 128, 128)]
    [InlineData(null, 8192, 8192)]
    [InlineData(null, 1024, 512)] // more was asked for than the model was trained for: this is all of it
    public void A_context_that_is_large_enough_serves(int? asked, int? loaded, int has) =>
        Assert.Null(SessionNeeds.Missing(Options(asked), Options(loaded), Limits(has)));

    [Theory]
    [InlineData(8192, null, 4096, 8192)]
    [InlineData(256, 128, 128, 256)]
    [InlineData(null, 128, 128, null)] // one asked for little, and the next leaves it open
    public void One_that_is_too_small_is_loaded_anew(int? asked, int? loaded, int has, int? anew)
    {
        Assert.NotNull(SessionNeeds.Missing(Options(asked), Options(loaded), Limits(has)));
        Assert.Equal(anew, SessionNeeds.Over(Options(asked), Options(loaded), Limits(has)).ContextTokens);
    }

    private static SessionOptions Options(int? context) => new() { ContextTokens = context };

    private static SessionLimits Limits(int context) => new() { ContextTokens = context, Engine = "e" };
}
