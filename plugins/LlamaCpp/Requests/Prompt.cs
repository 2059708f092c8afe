namespace GoatHost.Plugins.LlamaCpp.Requests;

/// <summary>A prompt as the model gets it.</summary>
/// <param name="Tokens">Its tokens; at least one, and fewer than the context holds.</param>
/// <param name="DroppedMessages">Messages of the chat that were left out.</param>
internal sealed record Prompt(int[] Tokens, int DroppedMessages);
