using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Templates;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>Parts an answer, as its text comes in, into text, reasoning and calls.</summary>
internal abstract class AnswerParser
{
    private readonly AnswerPieces _pieces = new();

    /// <summary>Whether the next piece belongs to the reasoning, as far as is known: no grammar takes hold there.</summary>
    public abstract bool IsReasoning { get; }

    /// <summary>Marks that may be single tokens, and have to be written out as text to be read.</summary>
    public IReadOnlyList<string> Marks { get; private init; } = [];

    /// <summary>The parser for a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="dialect">How the model writes calls.</param>
    /// <param name="reasoning">What it puts around its reasoning, if it reasons.</param>
    /// <param name="inside">Whether the prompt has begun the reasoning.</param>
    public static AnswerParser For(GenerationRequest request, ToolDialect dialect, ReasoningMarks? reasoning, bool inside)
    {
        var tools = new ToolSet(request.Tools, request.ToolChoice);
        if (dialect.Channels) return new HarmonyParser(tools) { Marks = dialect.Marks };
        var splitter = reasoning is null ? null : new ReasoningSplitter(reasoning, inside);
        return new MarkedParser(splitter, tools.IsEmpty ? null : new CallParser(dialect, tools))
        {
            Marks = [.. reasoning is null ? [] : ReasoningSplitter.Texts(reasoning), .. tools.IsEmpty ? [] : dialect.Marks],
        };
    }

    /// <summary>Adds the text of tokens, marks included.</summary>
    public AnswerPiece Feed(string text)
    {
        Feed(text, _pieces);
        return _pieces.Take();
    }

    /// <summary>Ends the answer.</summary>
    public AnswerPiece End()
    {
        End(_pieces);
        return _pieces.Take();
    }

    protected abstract void Feed(string text, AnswerPieces pieces);

    protected abstract void End(AnswerPieces pieces);
}
