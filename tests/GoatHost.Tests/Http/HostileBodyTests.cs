using System.Net;
using FsCheck;
using FsCheck.Fluent;
using GoatHost.Tests.Http.Routes;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Tests.Http;

/// <summary>Whatever a client sends, it is answered or refused in its API's own words, and never is it the server that fails.</summary>
public sealed class HostileBodyTests
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "7", "1.5", "1e999", "99999999999999999999", "\"\"", "\"x\"", "[]", "[null]", "[1]", "[\"x\"]", "[[]]", "[{}]", "{}", """{"type":"x"}""", """{"x":{}}""",
    ];

    // Sampling options have a test of their own kind in RouteRefusalTests: with them this one would be a thousand requests longer for each route.
    public static TheoryData<int> Bodies => RouteExamples.Where(example => example.Reads && !example.Body!.Contains("dynatemp_range", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_field_of_any_type_is_taken_or_refused(int example)
    {
        var valid = RouteExamples.All[example];
        await using var goat = await RouteExamples.ServeAsync();
        foreach (var place in JsonPlaces.Of(valid.Body!))
        {
            foreach (var value in Values)
            {
                var body = JsonPlaces.Replace(valid.Body!, place, value);
                using var response = await goat.Client.SendAsync(valid.Request(body));
                var said = await response.Content.ReadAsStringAsync();
                Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.NotImplemented, $"{response.StatusCode} {said}\n{body}");
                if (response.StatusCode != HttpStatusCode.OK) Assert.NotEmpty(ErrorWords.Of(valid.Path, response.StatusCode, said));
            }
        }
    }

    [Fact]
    public void Any_bytes_are_a_body_or_are_refused() => Prop.ForAll<byte[]>(bytes =>
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(bytes);
        var read = RequestBody.ReadAsync(context);
        Assert.True(read.IsCompleted);
        Assert.True(read.IsCompletedSuccessfully || read.Exception?.InnerException is ApiException, read.Exception?.ToString());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_a_body_or_is_refused() => Prop.ForAll<string>(text =>
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream([.. "{\""u8, .. System.Text.Encoding.UTF8.GetBytes(text ?? ""), .. "\":1}"u8]);
        var read = RequestBody.ReadAsync(context);
        Assert.True(read.IsCompletedSuccessfully || read.Exception?.InnerException is ApiException, read.Exception?.ToString());
    }).QuickCheckThrowOnFailure();
}
