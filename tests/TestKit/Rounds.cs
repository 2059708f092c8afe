namespace GoatHost.TestKit;

/// <summary>How many rounds a seeded test runs: few in every run, many in the long tier (<c>.ci/run long</c> sets GOAT_LONG).</summary>
public static class Rounds
{
    public static int Of(int normally, int inTheLongTier) => Environment.GetEnvironmentVariable("GOAT_LONG") == "1" ? inTheLongTier : normally;
}
