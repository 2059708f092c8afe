using System.Net;
using System.Net.Http.Headers;
using GoatHost.Abstractions;

namespace GoatHost.Samples.HttpTransport;

/// <summary>One file from one or several places, range by range, until nothing of it is missing.</summary>
internal sealed class FileDownload(HttpClient client, HttpSettings settings, TimeProvider time, IArtifactFile file, IReadOnlyList<Uri> mirrors)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private const int LeastBytes = 16 * 1024;

    private readonly List<Uri> _places = [.. mirrors];
    private readonly Dictionary<Uri, EntityTagHeaderValue> _versions = [];
    private readonly List<string> _troubles = [];
    private int _failures;

    public async Task RunAsync(CancellationToken ct)
    {
        while (NextRange() is { Length: > 0 } range)
        {
            try
            {
                await FetchAsync(_places[0], range, ct);
            }
            catch (WebTrouble trouble)
            {
                await RecoverAsync(trouble, ct);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                await RecoverAsync(new WebTrouble(e.Message.TrimEnd('.'), false), ct);
            }
        }
    }

    private ByteRange NextRange() => file.Urgent is { Length: > 0 } urgent ? urgent : file.Missing is [var first, ..] ? first : default;

    /// <summary>Drops a place that is of no use, or takes the next one after a pause that doubles.</summary>
    private async Task RecoverAsync(WebTrouble trouble, CancellationToken ct)
    {
        var place = _places[0];
        _places.RemoveAt(0);
        _troubles.Add($"{place.Host}: {trouble.Message}");
        if (!trouble.IsFinal) _places.Add(place);
        if (_places.Count == 0 || (!trouble.IsFinal && ++_failures > settings.Retries))
            throw new GoatException($"{file.Path} cannot be fetched from the web ({string.Join("; ", _troubles.Distinct())}); what is there stays, try again later.");
        if (trouble.IsFinal) return;
        var pause = trouble.Wait ?? settings.Pause * Math.Pow(2, Math.Min(_failures - 1, 10));
        await Task.Delay(TimeSpan.FromSeconds(Math.Clamp(pause.TotalSeconds, 0, LongestWait.TotalSeconds)), time, ct);
    }

    private async Task FetchAsync(Uri place, ByteRange range, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, place);
        request.Headers.Range = new RangeHeaderValue(range.Offset, range.End - 1);
        request.Headers.AcceptEncoding.ParseAdd("identity");
        if (_versions.TryGetValue(place, out var version)) request.Headers.IfRange = new RangeConditionHeaderValue(version);
        using var answer = await InTimeAsync(token => new ValueTask<HttpResponseMessage>(client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token)), "it did not answer", ct);
        if (!answer.IsSuccessStatusCode) throw WebTrouble.Of(answer, time);
        if (answer.Content.Headers.ContentEncoding.Any(coding => coding != "identity")) throw new WebTrouble("it sends the file compressed", true);
        KeepVersion(place, answer.Headers.ETag);
        var begin = Begin(answer, range);
        await CopyAsync(answer, begin, begin == range.Offset ? range.End : file.Length, ct);
    }

    /// <summary>Where the body begins. A server that knows no ranges sends the whole file (RFC 9110 §14.2), which is as good, only longer.</summary>
    private long Begin(HttpResponseMessage answer, ByteRange range)
    {
        var headers = answer.Content.Headers;
        if (answer.StatusCode != HttpStatusCode.PartialContent)
            return headers.ContentLength is { } whole && whole != file.Length ? throw Differs(whole) : 0;
        if (headers.ContentRange?.Length is { } total && total != file.Length) throw Differs(total);
        return headers.ContentRange?.From == range.Offset ? range.Offset : throw new WebTrouble("it sent another range than it was asked for", true);
    }

    private async Task CopyAsync(HttpResponseMessage answer, long offset, long end, CancellationToken ct)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[128 * 1024];
        while (offset < end)
        {
            var wanted = buffer.AsMemory(0, (int)Math.Min(buffer.Length, end - offset));
            var least = Math.Min(LeastBytes, wanted.Length);
            var read = await InTimeAsync(token => body.ReadAtLeastAsync(wanted, least, throwOnEndOfStream: false, token), $"it sent less than {least} bytes", ct);
            if (read == 0) throw new WebTrouble($"it broke off at byte {offset}", false);
            await file.WriteAsync(offset, buffer.AsMemory(0, read), ct);
            offset += read;
            _failures = 0;
        }
    }

    /// <summary>A place that trickles is given up like one that is silent: another may be better.</summary>
    private async Task<T> InTimeAsync<T>(Func<CancellationToken, ValueTask<T>> step, string trouble, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(settings.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            return await step(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new WebTrouble($"{trouble} within {settings.Patience.TotalSeconds} s", false);
        }
    }

    /// <summary>Parts of two versions make no file: when a place's version changes under way, all starts again.</summary>
    private void KeepVersion(Uri place, EntityTagHeaderValue? version)
    {
        if (version is null or { IsWeak: true }) return;
        if (_versions.TryGetValue(place, out var before) && !before.Equals(version)) file.Discard(new ByteRange(0, file.Length));
        _versions[place] = version;
    }

    private WebTrouble Differs(long size) => new($"its file has {size} bytes, not {file.Length}", true);
}
