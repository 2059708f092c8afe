using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Loading;
using GoatHost.Plugins.LlamaCpp.Texts;

namespace GoatHost.Plugins.LlamaCpp.Embeddings;

/// <summary>Turns texts to embed or to rank into tokens, each short enough for one batch.</summary>
internal sealed class TextTokens(LoadedModel model, int most)
{
    /// <summary>The texts of a request to embed.</summary>
    public IReadOnlyList<int[]> Of(EmbeddingRequest request, CancellationToken ct) => model.Ask(vocabulary =>
        request.Inputs.Select(input => Of(input, request.Truncate, vocabulary, ct)).ToArray());

    /// <summary>The pairs of a request to rank.</summary>
    public IReadOnlyList<int[]> Of(RankRequest request, CancellationToken ct) => model.Ask(vocabulary =>
    {
        var template = model.RankTemplate;
        return request.Documents.Select(document =>
        {
            ct.ThrowIfCancellationRequested();
            if (template is null) return Short(vocabulary.Pair(request.Query, document));
            return Short(vocabulary.Tokenize(Fill(template, request.Query, document), marks: false));
        }).ToArray();
    });

    // The template has its marks; a query in whose text a place to fill stands is still only text.
    private static string Fill(string template, string query, string document) => string.Join(
        document, template.Split("{document}").Select(part => part.Replace("{query}", query, StringComparison.Ordinal)));

    private int[] Of(EmbeddingInput input, bool truncate, Vocabulary vocabulary, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var tokens = input.Tokens is { } given
            ? [.. given.Select(token => Checked(token, vocabulary))]
            : vocabulary.Tokenize(input.Text ?? "", marks: true);
        if (tokens.Length == 0) throw new RequestException(
            "A text to embed is empty, and the model adds no begin mark to it: leave it out.");
        return truncate && tokens.Length > most ? tokens[..most] : Short(tokens);
    }

    private int[] Short(int[] tokens) => tokens.Length <= most
        ? tokens
        : throw new ContextExceededException(
            $"The text has {tokens.Length} tokens, and at most {most} can be embedded at once: split it.", tokens.Length, most);

    private static int Checked(int token, Vocabulary vocabulary) => (uint)token < (uint)vocabulary.Size
        ? token
        : throw new RequestException($"A text to embed has the token {token}, and the model knows {vocabulary.Size}, from 0.");
}
