using FsCheck;
using FsCheck.Fluent;
using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Workers;

namespace GoatHost.Engine.Tests.Inference;

public sealed class WorkerChannelTests
{
    [Fact]
    public async Task A_message_comes_back_as_it_went()
    {
        var stream = new MemoryStream();
        var channel = new WorkerChannel(stream);
        await channel.SendAsync(new Failed(7, FailureKind.Refused, "No.\n\"quoted\" é"), CancellationToken.None);
        await channel.SendAsync(new Failed(9, FailureKind.ContextExceeded, "Long.") { PromptTokens = 300, ContextTokens = 256 }, CancellationToken.None);
        await channel.SendAsync(new Part(8, new Delta { Text = "🐐" }), CancellationToken.None);
        stream.Position = 0;

        Assert.Equal(new Failed(7, FailureKind.Refused, "No.\n\"quoted\" é"), await channel.ReceiveAsync(CancellationToken.None));
        Assert.Equal(new Failed(9, FailureKind.ContextExceeded, "Long.") { PromptTokens = 300, ContextTokens = 256 }, await channel.ReceiveAsync(CancellationToken.None));
        Assert.Equal("🐐", Assert.IsType<Part>(await channel.ReceiveAsync(CancellationToken.None)).Delta.Text);
        Assert.Null(await channel.ReceiveAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_model_keeps_every_fact()
    {
        var stream = new MemoryStream();
        var channel = new WorkerChannel(stream);
        var model = Models.Named("m:Q8_0");
        await channel.SendAsync(new Open(1, "r", ModelFacts.Of(model), new SessionOptions { Threads = 2 }), CancellationToken.None);
        stream.Position = 0;

        var open = Assert.IsType<Open>(await channel.ReceiveAsync(CancellationToken.None));
        var made = open.Model.ToModel();

        Assert.Equal((model.Name, model.Format, model.Summary), (made.Name, made.Format, made.Summary));
        Assert.Equal(model.Files, made.Files);
        Assert.Equal(2, open.Options.Threads);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 255, 255 })]
    [InlineData(new byte[] { 0, 0, 0, 127 })]
    public async Task A_length_out_of_bounds_is_refused_before_anything_is_read(byte[] head) =>
        await Assert.ThrowsAsync<InvalidDataException>(() => new WorkerChannel(new MemoryStream(head)).ReceiveAsync(CancellationToken.None));

    [Fact]
    public async Task An_end_inside_a_message_is_no_goodbye() =>
        await Assert.ThrowsAsync<EndOfStreamException>(() => new WorkerChannel(new MemoryStream([9, 0, 0, 0, (byte)'{'])).ReceiveAsync(CancellationToken.None));

    [Fact]
    public void Random_bytes_are_refused_and_nothing_else() =>
        Prop.ForAll<byte[]>(bytes => ParsesOrRefuses(bytes)).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Broken_messages_are_refused_and_nothing_else()
    {
        var stream = new MemoryStream();
        await new WorkerChannel(stream).SendAsync(new Generate(1, new GenerationRequest { Prompt = "p" }), CancellationToken.None);
        var good = stream.ToArray()[sizeof(int)..];
        Prop.ForAll(Gen.Choose(0, good.Length - 1).ToArbitrary(), Gen.Choose(0, 255).ToArbitrary(), (at, value) =>
        {
            var bad = (byte[])good.Clone();
            bad[at] = (byte)value;
            return ParsesOrRefuses(bad);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Anything but the one exception that means a broken peer fails the property.</summary>
    private static bool ParsesOrRefuses(byte[] json)
    {
        try
        {
            return WorkerChannel.Parse(json) is not null;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }
}
