namespace GoatHost.Http.OpenAi;

/// <summary>Answers of <c>/v1/models</c>.</summary>
internal sealed record ModelList(string Object, IReadOnlyList<ModelAnswer> Data);

internal sealed record ModelAnswer(string Id, string Object, long Created, string OwnedBy)
{
    public ModelMeta? Meta { get; init; }
}

/// <summary>Facts under the names that llama.cpp's own server gives them.</summary>
/// <param name="NCtx">The context that it has, while it is loaded.</param>
/// <param name="Ftype">The quantization.</param>
internal sealed record ModelMeta(int? NCtx, int NCtxTrain, int NEmbd, long NParams, int NVocab, long Size, string Ftype);
