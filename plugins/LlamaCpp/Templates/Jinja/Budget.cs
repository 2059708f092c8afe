using System.Runtime.CompilerServices;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja;

/// <summary>What is left of one rendering's limits.</summary>
internal sealed class Budget(RenderLimits limits, CancellationToken ct)
{
    private const int CharactersAStep = 32;
    private const int StepsACheck = 4096;

    private long _steps = limits.Steps;
    private long _characters = limits.Characters;
    private long _nextCheck = limits.Steps - StepsACheck;
    private int _depth = limits.Depth;

    /// <summary>Pays for work on this many items.</summary>
    public void Step(long count = 1)
    {
        _steps -= count;
        if (_steps >= _nextCheck) return;
        if (_steps < 0) throw new JinjaException($"The template takes more than {limits.Steps:N0} steps");
        _nextCheck = _steps - StepsACheck;
        ct.ThrowIfCancellationRequested();
    }

    /// <summary>Pays for reading through a text.</summary>
    public void Read(int length) => Step(1 + length / CharactersAStep);

    /// <summary>Pays for looking for a part in a text, which takes longer for a long part.</summary>
    public void Search(int length, int part) => Step(1 + (length / CharactersAStep + 1L) * (1 + part / (2 * CharactersAStep)));

    /// <summary>Pays for making a text, before it is made.</summary>
    public void Make(long length)
    {
        _characters -= length;
        if (_characters < 0) throw new JinjaException($"The template makes more than {limits.Characters:N0} characters of text");
        Step(1 + length / CharactersAStep);
    }

    /// <summary>Goes one level down; each is left again by <see cref="Leave"/>, but for a failure, which ends the rendering.</summary>
    public void Enter()
    {
        Step();
        if (--_depth >= 0 && RuntimeHelpers.TryEnsureSufficientExecutionStack()) return;
        throw new JinjaException("The template is nested too deep");
    }

    public void Leave() => _depth++;
}
