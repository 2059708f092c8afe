namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja;

/// <summary>One rendering of a template: what it may still use, and where it is.</summary>
internal sealed class Rendering(RenderLimits limits, TimeProvider time, CancellationToken ct)
{
    public Budget Budget { get; } = new(limits, ct);

    /// <summary>The clock behind <c>strftime_now</c>.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Where in the source the operation stands that was begun last: a failure is told to be there.</summary>
    public int Position { get; set; }
}
