using System.Text.Json;

namespace GoatHost.Http.LlamaServer.Tokens;

/// <summary>Answers of <c>/tokenize</c>, without and with pieces.</summary>
internal sealed record LlamaTokens(IReadOnlyList<int> Tokens);

internal sealed record LlamaPieces(IReadOnlyList<LlamaPiece> Tokens);

/// <param name="Piece">Text, or an array of bytes where a token is a part of a character.</param>
internal sealed record LlamaPiece(int Id, JsonElement Piece);

/// <summary>An answer of <c>/detokenize</c>.</summary>
internal sealed record LlamaContent(string Content);

/// <summary>An answer of <c>/apply-template</c>.</summary>
internal sealed record LlamaPrompt(string Prompt);

/// <summary>An item of the answer of <c>/embedding</c>: one vector, in a list since without pooling each token has one.</summary>
internal sealed record LlamaEmbedding(int Index, IReadOnlyList<float[]> Embedding);
