namespace GoatHost.Http.LlamaServer.Properties;

/// <summary>An answer of <c>/props</c>: what the loaded model can take.</summary>
internal sealed record LlamaProps(
    LlamaSettings DefaultGenerationSettings,
    int TotalSlots,
    string ModelAlias,
    string ModelPath,
    LlamaModalities Modalities,
    string ChatTemplate,
    LlamaCapabilities ChatTemplateCaps,
    string BuildInfo,
    bool IsSleeping);

internal sealed record LlamaSettings(int NCtx);

internal sealed record LlamaModalities(bool Vision, bool Audio);

internal sealed record LlamaCapabilities(bool SupportsTools, bool SupportsToolCalls);
