using System.Threading.Channels;

namespace GoatHost.Control;

/// <summary>Progress as events. What a slow reader has no room for is left out: the next news says more.</summary>
/// <remarks>Not <see cref="Progress{T}"/>, which would tell the news out of order.</remarks>
internal sealed class EventProgress<T>(ChannelWriter<ControlEvent> events, Func<T, ControlEvent> write) : IProgress<T>
{
    public void Report(T value) => events.TryWrite(write(value));
}
