using GoatHost.Abstractions;

namespace GoatHost.KillFixture;

/// <summary>What this program tells the test that started it: one line each.</summary>
internal static class Said
{
    private static readonly Lock Guard = new();

    public static void Line(string text)
    {
        lock (Guard)
        {
#pragma warning disable RS0030 // The test reads the console; nobody else does.
            Console.Out.WriteLine(text);
            Console.Out.Flush();
#pragma warning restore RS0030
        }
    }

    /// <summary>Says how something ended: the kind of exception tells a sentence for a person from a bug.</summary>
    public static async Task<bool> OutcomeAsync(string what, Func<Task<string>> work)
    {
        try
        {
            Line($"{what}: {await work()}");
            return true;
        }
        catch (Exception e)
        {
            Line($"{what}: {e.GetType().Name}: {e.Message}");
            return e is GoatException;
        }
    }
}
