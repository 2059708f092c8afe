using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GoatHost.Abstractions;

namespace GoatHost.Control;

/// <summary>One running server over this data directory, as a command reaches it.</summary>
internal sealed class ControlClient : IDisposable
{
    private readonly HttpClient _http;

    private ControlClient(ControlNote note)
    {
        (ProcessId, IsSameBuild) = (note.ProcessId, note.Build == ControlBuild.Id);
        var sockets = new SocketsHttpHandler { UseProxy = false, ConnectCallback = async (_, ct) => await ConnectAsync(note.Socket, ct) };
        _http = new HttpClient(sockets)
        {
            BaseAddress = new Uri("http://localhost"),
            // A reload drains, and a stop waits for answers to end: both have their own bounds at the other end. Streams begin at once.
            Timeout = TimeSpan.FromMinutes(5),
        };
    }

    public int ProcessId { get; }

    /// <summary>Whether it is the same goat as this, so that it can be given work.</summary>
    public bool IsSameBuild { get; }

    /// <summary>All servers that answer; notes of those that are gone are cleared away.</summary>
    public static async Task<IReadOnlyList<ControlClient>> FindAsync(string dataDirectory, CancellationToken ct)
    {
        var found = new List<ControlClient>();
        foreach (var note in await ControlNote.ReadAllAsync(dataDirectory, ct))
        {
            try
            {
                await using (await ConnectAsync(note.Socket, ct)) found.Add(new ControlClient(note));
            }
            catch (SocketException)
            {
                File.Delete(note.PathIn(dataDirectory));
            }
        }
        return found;
    }

    public Task<ResidentView[]> ListAsync(CancellationToken ct) =>
        GetAsync(ModelRoutes.Residents, ControlJson.Default.ResidentViewArray, ct);

    /// <returns>The models that were unloaded.</returns>
    public Task<string[]> StopAsync(string? model, CancellationToken ct) =>
        PostAsync(ModelRoutes.Stop, new StopRequest(model), ControlJson.Default.StopRequest, ControlJson.Default.StringArray, ct);

    public Task<PullView[]> ListPullsAsync(CancellationToken ct) => GetAsync(PullRoutes.Pulls, ControlJson.Default.PullViewArray, ct);

    /// <returns>Whether it was being fetched.</returns>
    public Task<bool> StopPullAsync(string reference, CancellationToken ct) =>
        PostAsync(PullRoutes.Stop, new PullRequest(reference, null), ControlJson.Default.PullRequest, ControlJson.Default.Boolean, ct);

    public Task<ReloadView> ReloadAsync(string plugin, CancellationToken ct) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Post, PluginRoutes.Reload(plugin)), ControlJson.Default.ReloadView, ct);

    public IAsyncEnumerable<ControlEvent> LoadAsync(LoadRequest request, CancellationToken ct) =>
        StreamAsync(ModelRoutes.Load, request, ControlJson.Default.LoadRequest, ct);

    public IAsyncEnumerable<ControlEvent> GenerateAsync(GenerateRequest request, CancellationToken ct) =>
        StreamAsync(ModelRoutes.Generate, request, ControlJson.Default.GenerateRequest, ct);

    public IAsyncEnumerable<ControlEvent> PullAsync(PullRequest request, CancellationToken ct) =>
        StreamAsync(PullRoutes.Pulls, request, ControlJson.Default.PullRequest, ct);

    public void Dispose() => _http.Dispose();

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken ct) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Get, path), type, ct);

    private Task<TAnswer> PostAsync<T, TAnswer>(
        string path, T question, JsonTypeInfo<T> type, JsonTypeInfo<TAnswer> answer, CancellationToken ct) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(question, type) }, answer, ct);

    private async Task<T> AskAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken ct)
    {
        using (request)
        {
            using var response = await SendAsync(request, ct);
            try
            {
                return await response.Content.ReadFromJsonAsync(type, ct) ?? throw new JsonException("the answer is null");
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
            {
                throw Unreachable(e);
            }
        }
    }

    /// <summary>The events of an answer up to its end. Not read to the end, it ends at the other side too.</summary>
    /// <exception cref="GoatException">It failed there, of whatever kind that was, or the server went away in the midst of it.</exception>
    private async IAsyncEnumerable<ControlEvent> StreamAsync<T>(
        string path, T question, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(question, type) };
        using var response = await SendAsync(request, ct);
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        using var lines = new StreamReader(body);
        while (true)
        {
            switch (await NextAsync(lines, ct))
            {
                case DoneEvent:
                    yield break;
                case FailedEvent failed:
                    throw failed.Failure.ToException();
                case var one:
                    yield return one;
                    break;
            }
        }
    }

    private async Task<ControlEvent> NextAsync(StreamReader lines, CancellationToken ct)
    {
        try
        {
            var line = await lines.ReadLineAsync(ct) ?? throw new IOException("it ended");
            return JsonSerializer.Deserialize(line, ControlJson.Default.ControlEvent) ?? throw new JsonException("an event is null");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            throw new GoatException($"goat serve (process {ProcessId}) broke off in the midst of it; the same command begins anew.", e);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.IsSuccessStatusCode) return response;
            using (response)
            {
                var failure = await response.Content.ReadFromJsonAsync(ControlJson.Default.ControlFailure, ct);
                throw failure?.ToException() ?? new GoatException($"goat serve (process {ProcessId}) answered {(int)response.StatusCode}.");
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            throw Unreachable(e);
        }
    }

    private GoatException Unreachable(Exception e) => new($"goat serve (process {ProcessId}) cannot be asked: {e.Message}", e);

    private static async Task<NetworkStream> ConnectAsync(string path, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
