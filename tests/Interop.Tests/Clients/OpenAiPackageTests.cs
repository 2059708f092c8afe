using System.ClientModel;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace GoatHost.Interop.Tests.Clients;

/// <summary>OpenAI's own package for .NET.</summary>
[Collection(ServedGoatCollection.Name)]
public sealed class OpenAiPackageTests(ServedGoat goat)
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool(
        "get_weather", "The weather of a city.", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string","maxLength":12}},"required":["city"],"additionalProperties":false}"""));

    private OpenAIClient Client { get; } =
        new(new ApiKeyCredential(ServedGoat.Key), new OpenAIClientOptions { Endpoint = new Uri(goat.Address, "v1"), RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy(0) });

    private ChatClient Chat => Client.GetChatClient(ServedGoat.Model);

    [Fact]
    public async Task It_lists_models()
    {
        var models = await Client.GetOpenAIModelClient().GetModelsAsync();
        Assert.Contains(models.Value, model => model.Id == ServedGoat.Model);
        Assert.Equal("goat", (await Client.GetOpenAIModelClient().GetModelAsync(ServedGoat.Model)).Value.OwnedBy);
    }

    [Fact]
    public async Task It_chats()
    {
        ChatCompletion answer = await Chat.CompleteChatAsync(
            [new SystemChatMessage("Be brief."), new UserChatMessage("In the beginning")], new ChatCompletionOptions { MaxOutputTokenCount = 8, Temperature = 0, IncludeLogProbabilities = true, TopLogProbabilityCount = 2 });
        Assert.NotEmpty(answer.Content[0].Text);
        Assert.Contains(answer.FinishReason, new[] { ChatFinishReason.Length, ChatFinishReason.Stop });
        Assert.Equal(answer.Usage.TotalTokenCount, answer.Usage.InputTokenCount + answer.Usage.OutputTokenCount);
        Assert.Equal(2, answer.ContentTokenLogProbabilities[0].TopLogProbabilities.Count);
        Assert.Equal(ServedGoat.Model, answer.Model);
    }

    [Fact]
    public async Task It_streams_a_chat()
    {
        var (text, finish, usage) = ("", default(ChatFinishReason?), default(ChatTokenUsage));
        await foreach (var update in Chat.CompleteChatStreamingAsync([new UserChatMessage("In the beginning")], new ChatCompletionOptions { MaxOutputTokenCount = 8 }))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            finish = update.FinishReason ?? finish;
            usage = update.Usage ?? usage;
        }
        Assert.NotEmpty(text);
        Assert.NotNull(finish);
        Assert.Equal(8, usage!.OutputTokenCount);
    }

    [Fact]
    public async Task It_has_a_tool_called()
    {
        var options = new ChatCompletionOptions { MaxOutputTokenCount = 200, Temperature = 0, ToolChoice = ChatToolChoice.CreateFunctionChoice("get_weather"), Tools = { Weather } };
        ChatCompletion answer = await Chat.CompleteChatAsync([new UserChatMessage("The weather of Paris?")], options);
        Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason);
        var call = Assert.Single(answer.ToolCalls);
        Assert.Equal("get_weather", call.FunctionName);
        Assert.Equal(JsonValueKind.String, JsonElement.Parse(call.FunctionArguments).GetProperty("city").ValueKind);

        ChatCompletion next = await Chat.CompleteChatAsync(
            [new UserChatMessage("The weather of Paris?"), new AssistantChatMessage(answer), new ToolChatMessage(call.Id, "sun")], new ChatCompletionOptions { MaxOutputTokenCount = 8, Tools = { Weather } });
        Assert.Equal("assistant", next.Role.ToString().ToLowerInvariant());
    }

    [Fact]
    public async Task It_gets_what_a_schema_asks_for()
    {
        var schema = BinaryData.FromString("""{"type":"object","properties":{"age":{"type":"integer","minimum":0,"maximum":120}},"required":["age"],"additionalProperties":false}""");
        var options = new ChatCompletionOptions { MaxOutputTokenCount = 100, ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("person", schema, jsonSchemaIsStrict: true) };
        ChatCompletion answer = await Chat.CompleteChatAsync([new UserChatMessage("A person.")], options);
        Assert.InRange(JsonElement.Parse(answer.Content[0].Text).GetProperty("age").GetInt32(), 0, 120);
    }

    [Fact]
    public async Task It_embeds()
    {
        OpenAIEmbeddingCollection vectors = await Client.GetEmbeddingClient(ServedGoat.Model).GenerateEmbeddingsAsync(["In the beginning", "a red fox"], new EmbeddingGenerationOptions { Dimensions = 64 });
        Assert.Equal(2, vectors.Count);
        Assert.Equal(64, vectors[1].ToFloats().Length);
        Assert.Equal(1, Math.Sqrt(vectors[1].ToFloats().ToArray().Sum(x => (double)x * x)), precision: 3);
        Assert.True(vectors.Usage.InputTokenCount > 0);
    }

    [Fact]
    public async Task It_tells_errors_by_their_status()
    {
        var unknown = await Assert.ThrowsAsync<ClientResultException>(() => Client.GetChatClient("no-such-model").CompleteChatAsync([new UserChatMessage("x")]));
        Assert.Equal(404, unknown.Status);
        Assert.Contains("no-such-model", unknown.Message);
        var stranger = new OpenAIClient(new ApiKeyCredential("wrong"), new OpenAIClientOptions { Endpoint = new Uri(goat.Address, "v1") });
        Assert.Equal(401, (await Assert.ThrowsAsync<ClientResultException>(() => stranger.GetChatClient(ServedGoat.Model).CompleteChatAsync([new UserChatMessage("x")]))).Status);
    }
}
