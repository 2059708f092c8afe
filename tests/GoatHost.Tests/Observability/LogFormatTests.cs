using System.Text.Json;
using GoatHost.Cli;
using GoatHost.Composition;
using GoatHost.Composition.Logs;
using GoatHost.TestKit;
using Microsoft.Extensions.Logging;

namespace GoatHost.Tests.Observability;

public sealed partial class LogFormatTests : IDisposable
{
    private readonly StringWriter _written = new() { NewLine = "\n" };

    public void Dispose() => _written.Dispose();

    [Fact]
    public void A_json_log_is_one_object_a_line_with_the_events_fields()
    {
        using var logs = new JsonLogs(new JsonLog(_written, new ManualClock()));
        var log = logs.CreateLogger("GoatHost.Tests");

        LogFetched(log, "tiny\nmodel", 7);
        LogBroken(log, new InvalidOperationException("it\tbroke\u001b[31m"));

        var lines = _written.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        using var fetched = JsonDocument.Parse(lines[0]);
        var root = fetched.RootElement;
        Assert.Equal(("info", 9001, "GoatHost.Tests"), (Text(root, "level"), root.GetProperty("event").GetInt32(), Text(root, "category")));
        Assert.Equal("tiny model came with 7 parts", Text(root, "message"));
        Assert.Equal(("tiny model", 7), (Text(root.GetProperty("fields"), "Model"), root.GetProperty("fields").GetProperty("Parts").GetInt32()));
        Assert.False(root.GetProperty("fields").TryGetProperty("{OriginalFormat}", out _));
        Assert.True(root.GetProperty("time").TryGetDateTimeOffset(out _));
        using var broken = JsonDocument.Parse(lines[1]);
        Assert.Equal("it broke[31m", Text(broken.RootElement, "cause"));
    }

    [Fact]
    public void A_log_for_people_is_one_line_an_event_and_never_a_stack_trace()
    {
        using var logs = new LineLogs(_written);

        LogBroken(logs.CreateLogger("GoatHost.Rooms"), Thrown());

        Assert.Equal("error: Rooms: it does not work (first line second line)\n", _written.ToString());
    }

    [Theory]
    [InlineData("http://goat:s3cret@127.0.0.1:8332/wallet", "http://***@127.0.0.1:8332/wallet")]
    [InlineData("from https://token@host/a@b and ftp://u:p@x", "from https://***@host/a@b and ftp://***@x")]
    [InlineData("mail a@b, see http://host/x@y", "mail a@b, see http://host/x@y")]
    public void A_password_in_an_address_is_masked(string text, string expected) => Assert.Equal(expected, LogText.Clean(text));

    [Fact]
    public void What_a_command_says_beside_its_result_becomes_objects_too()
    {
        using (var lines = new JsonLines(new JsonLog(_written, new ManualClock())))
        {
            lines.Write("two ");
            lines.WriteLine("words");
            lines.WriteLine();
            lines.Write("no end");
        }
        var messages = _written.ToString().TrimEnd('\n').Split('\n').Select(line => Text(JsonDocument.Parse(line).RootElement, "message"));
        Assert.Equal(["two words", "no end"], messages);
    }

    [Theory]
    [InlineData("list", false, false, "list")]
    [InlineData("--verbose list --log-format json", true, true, "list")]
    [InlineData("list --log-format=json", false, true, "list")]
    [InlineData("run m -- --verbose --log-format json", false, false, "run m -- --verbose --log-format json")]
    public void The_options_are_read_wherever_they_stand(string line, bool verbose, bool json, string rest)
    {
        var (settings, words) = GlobalOptions.Read(line.Split(' '));
        Assert.Equal((verbose, json, rest), (settings.Verbose, settings.Json, string.Join(' ', words)));
        Assert.Equal(verbose ? LogLevel.Debug : LogLevel.Warning, settings.Level);
    }

    [Theory]
    [InlineData("--log-format=xml")]
    [InlineData("--log-format")]
    public void An_unknown_format_is_refused(string argument) =>
        Assert.Contains("takes text or json", Assert.Throws<UsageException>(() => GlobalOptions.Read([argument])).Message);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("first line\nsecond line");
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    [LoggerMessage(9001, LogLevel.Information, "{Model} came with {Parts} parts")]
    private static partial void LogFetched(ILogger log, string model, int parts);

    [LoggerMessage(9002, LogLevel.Error, "it does not work")]
    private static partial void LogBroken(ILogger log, Exception exception);
}
