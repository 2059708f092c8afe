using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GoatHost.Abstractions;
using GoatHost.Http.OpenAi;

namespace GoatHost.Control;

/// <summary>One running server over this data directory, as a command reaches it.</summary>
internal sealed class ControlClient : IDisposable
{
    private readonly HttpClient _http;

    private ControlClient(ControlNote note)
    {
        ProcessId = note.ProcessId;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectCallback = async (_, ct) => await ConnectAsync(note.Socket, ct) })
        {
            BaseAddress = new Uri("http://localhost"),
            // A reload drains, and a stop waits for answers to end: both have their own bounds at the other end.
            Timeout = TimeSpan.FromMinutes(5),
        };
    }

    public int ProcessId { get; }

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
        AskAsync(new HttpRequestMessage(HttpMethod.Get, ControlRoutes.Residents), ControlJson.Default.ResidentViewArray, ct);

    /// <returns>The models that were unloaded.</returns>
    public Task<string[]> StopAsync(string? model, CancellationToken ct) => AskAsync(
        new HttpRequestMessage(HttpMethod.Post, ControlRoutes.Stop) { Content = JsonContent.Create(new StopRequest(model), ControlJson.Default.StopRequest) },
        ControlJson.Default.StringArray, ct);

    public Task<ReloadView> ReloadAsync(string plugin, CancellationToken ct) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Post, ControlRoutes.Reload(plugin)), ControlJson.Default.ReloadView, ct);

    public void Dispose() => _http.Dispose();

    private async Task<T> AskAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken ct)
    {
        try
        {
            using var response = await _http.SendAsync(request, ct);
            if (!response.IsSuccessStatusCode)
            {
                var answer = await response.Content.ReadFromJsonAsync(OpenAiJson.Default.OpenAiError, ct);
                throw new GoatException(answer?.Error.Message ?? $"goat serve (process {ProcessId}) answered {(int)response.StatusCode}.");
            }
            return await response.Content.ReadFromJsonAsync(type, ct) ?? throw new JsonException("the answer is null");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            throw new GoatException($"goat serve (process {ProcessId}) cannot be asked: {e.Message}", e);
        }
        finally
        {
            request.Dispose();
        }
    }

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
