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

    /// <summary>Waits for a line from the test: for ever, when none comes.</summary>
    public static void WaitForWord()
    {
#pragma warning disable RS0030 // The test writes to it; nobody else does.
        if (Console.In.ReadLine() is not null) return;
#pragma warning restore RS0030
        using var never = new ManualResetEventSlim();
        never.Wait();
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
