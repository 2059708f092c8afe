using GoatHost.Engine.Store;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Anthropic;

/// <summary>Models as Anthropic's clients list them, at the path where OpenAI's do.</summary>
internal static class AnthropicModels
{
    /// <summary>Whether it is one of Anthropic's clients: they say with every request which version of the API they know.</summary>
    public static bool AreAskedBy(HttpRequest request) => request.Headers.ContainsKey("anthropic-version");

    public static AnthropicModel Of(StoredModel model, string id) =>
        new("model", id, model.Title ?? model.FullName, model.AddedAt.UtcDateTime);

    public static AnthropicModelList List(IReadOnlyList<StoredModel> models)
    {
        List<AnthropicModel> data = [.. models.Select(model => Of(model, model.FullName))];
        return new AnthropicModelList(data, HasMore: false, data.FirstOrDefault()?.Id, data.LastOrDefault()?.Id);
    }
}
