using GoatHost.Abstractions;

namespace Plugins.LlamaCpp.Tests.Tools;

/// <summary>Calls put together from their pieces, with a mark behind the arguments of one that was broken off.</summary>
internal static class JoinedCalls
{
    public const string Broken = " …";

    public static IReadOnlyList<ToolCall> Of(IEnumerable<ToolCallDelta> pieces)
    {
        var calls = new List<ToolCall>();
        var isOpen = false;
        foreach (var piece in pieces)
        {
            if (piece.Name is { } name)
            {
                if (isOpen) BreakOff(calls);
                calls.Add(new ToolCall(piece.Id!, name, ""));
            }
            else
            {
                Assert.True(isOpen && piece.Id is null && (piece.IsLast || piece.Arguments.Length > 0));
            }
            calls[^1] = calls[^1] with { Arguments = calls[^1].Arguments + piece.Arguments };
            isOpen = !piece.IsLast;
        }
        if (isOpen) BreakOff(calls);
        return calls;
    }

    private static void BreakOff(List<ToolCall> calls) => calls[^1] = calls[^1] with { Arguments = calls[^1].Arguments + Broken };
}
