using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>What a piece of an answer brought, by kind.</summary>
internal readonly record struct AnswerPiece(string Text, string Reasoning, IReadOnlyList<ToolCallDelta> Calls)
{
    public bool IsEmpty => Text.Length == 0 && Reasoning.Length == 0 && Calls.Count == 0;
}
