using GoatHost.Abstractions;

namespace GoatHost.Samples.EchoRuntime;

/// <summary>Says the last message back, a word at a time: the smallest runtime that streams and cancels.</summary>
public sealed class EchoPlugin : IPlugin
{
    public void Configure(IPluginBuilder builder) => builder.AddRuntime<EchoRuntime>();
}
