namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>Answers with reasoning and calls between marks.</summary>
internal sealed class MarkedParser(ReasoningSplitter? reasoning, CallParser? calls) : AnswerParser
{
    public override bool IsReasoning => reasoning?.IsInside ?? false;

    protected override void Feed(string text, AnswerPieces pieces) => Pass(reasoning is null ? text : reasoning.Feed(text, pieces), pieces);

    protected override void End(AnswerPieces pieces)
    {
        Pass(reasoning?.End(pieces) ?? "", pieces);
        calls?.End(pieces);
    }

    private void Pass(string text, AnswerPieces pieces)
    {
        if (calls is null) pieces.Text(text);
        else calls.Feed(text, pieces);
    }
}
