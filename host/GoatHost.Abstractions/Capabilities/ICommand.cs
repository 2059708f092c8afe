namespace GoatHost.Abstractions;

/// <summary>
/// A command that a plugin adds to the host, run as <c>goat &lt;plugin-id&gt; &lt;name&gt; [arguments]</c>, and as <c>goat &lt;name&gt;</c> while the host
/// has no command and no plugin of that name, and no other plugin has such a command.
/// </summary>
public interface ICommand : ICapability
{
    /// <summary>One line for the help.</summary>
    string Summary { get; }

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">
    /// What was typed after the name, as it was split by the person's shell. What it does not know, <c>--help</c> among it, it answers with its
    /// usage and the code 2; the host makes 0 of that for those who asked for help.
    /// </param>
    /// <param name="output">Where results go.</param>
    /// <param name="ct">Ctrl-C.</param>
    /// <returns>An exit code: 0 done, 1 failed, 2 wrong usage, 3 refused by verification.</returns>
    /// <exception cref="GoatException">Shown as its sentence.</exception>
    Task<int> RunAsync(IReadOnlyList<string> arguments, ICommandOutput output, CancellationToken ct);
}

/// <summary>Where a plugin's command writes, and whom it asks. Lent by the host for one run.</summary>
public interface ICommandOutput
{
    /// <summary>Writes a line of text to standard output, unwrapped.</summary>
    /// <param name="line">Text without control characters; the host strips what could drive a terminal.</param>
    void Text(string line);

    /// <summary>Writes bytes to standard output as they are.</summary>
    /// <param name="bytes">The bytes.</param>
    void Bytes(ReadOnlySpan<byte> bytes);

    /// <summary>Shows how far the work is, on a terminal only.</summary>
    /// <param name="part">0 to 1.</param>
    /// <param name="label">What is being done.</param>
    void Progress(double part, string label);

    /// <summary>Asks the person at the terminal a question before something that cannot be undone.</summary>
    /// <param name="question">One sentence that yes or no answers.</param>
    /// <param name="ct">Ctrl-C.</param>
    /// <returns>Whether the answer was yes; null when nobody is there to ask.</returns>
    Task<bool?> ConfirmAsync(string question, CancellationToken ct) => Task.FromResult<bool?>(null);
}
