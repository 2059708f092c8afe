using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Sampling;

namespace GoatHost.Plugins.LlamaCpp.Requests;

/// <summary>Refuses, before it waits in a queue, what a request cannot have.</summary>
internal static class RequestCheck
{
    public static void Throw(GenerationRequest request)
    {
        if (request.Tools.Count > 0)
        {
            throw new RequestException("Tools are not yet supported by the llama.cpp runtime here: leave them out of the request.");
        }
        if (request.Format is not null)
        {
            throw new RequestException("A response format is not yet supported by the llama.cpp runtime here: leave it out of the request.");
        }
        if ((request.Messages is null) == (request.Prompt is null))
        {
            throw new RequestException("A request has either messages or a prompt, and this one has both or neither.");
        }
        if (request.Messages is { Count: 0 }) throw new RequestException("The chat has no message in it: there is nothing to answer.");
        if (request.MaxTokens < 0)
        {
            throw new RequestException($"At most {request.MaxTokens} tokens cannot be generated: give 0 or more, or leave it out.");
        }
        if (request.LogProbabilities is < 0 or > LogProbabilities.MostAlternatives)
        {
            throw new RequestException(
                $"{request.LogProbabilities} alternatives to each token were asked for: 0 to {LogProbabilities.MostAlternatives} can be reported.");
        }
        SamplingCheck.Throw(request.Sampling);
    }
}
