using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Sampling;

namespace GoatHost.Plugins.LlamaCpp.Requests;

/// <summary>Refuses, before it waits in a queue, what no model could answer.</summary>
internal static class RequestCheck
{
    private const int MostStops = 256;
    private const int LongestStop = 4096;

    public static void Throw(GenerationRequest request)
    {
        CheckPrompt(request);
        if (request.MaxTokens < 0)
        {
            throw new RequestException($"At most {request.MaxTokens} tokens cannot be generated: give 0 or more, or leave it out.");
        }
        if (request.KeepTokens < -1)
        {
            throw new RequestException($"{request.KeepTokens} tokens of the prompt cannot be kept: give 0 or more, or -1 for all.");
        }
        if (request.LogProbabilities is < 0 or > LogProbabilities.MostAlternatives)
        {
            throw new RequestException(
                $"{request.LogProbabilities} alternatives to each token were asked for: "
                + $"0 to {LogProbabilities.MostAlternatives} can be reported.");
        }
        if (request.Stop.Count > MostStops || request.Stop.Any(stop => stop.Length > LongestStop))
        {
            throw new RequestException(
                $"There are too many stop strings or too long ones: at most {MostStops}, of {LongestStop} characters each.");
        }
        SamplingCheck.Throw(request.Sampling);
    }

    private static void CheckPrompt(GenerationRequest request)
    {
        var given = (request.Messages is null ? 0 : 1) + (request.Prompt is null ? 0 : 1) + (request.PromptTokens is null ? 0 : 1);
        if (given != 1)
        {
            throw new RequestException(
                "A request has messages, a prompt or a prompt's tokens, and this one has none of them or more than one.");
        }
        if (request.Messages is { Count: 0 }) throw new RequestException("The chat has no message in it: there is nothing to answer.");
        if (request.Suffix is not null && request.Prompt is null)
        {
            throw new RequestException(
                "A suffix goes with a raw prompt, and this request has none: give the text before the gap as the prompt.");
        }
    }
}
