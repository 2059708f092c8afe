using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Chain.Http;
using GoatHost.Plugins.Ordinals.Headers;

namespace GoatHost.Plugins.Ordinals.Chain.Rpc;

/// <summary>Speaks JSON-RPC with a Bitcoin Core node, under a deadline and a bound on every answer.</summary>
internal sealed class RpcClient(Uri url, RpcCredentials credentials, RoadHttp http)
{
    /// <summary>Enough for a block in hex, and for a batch of headers.</summary>
    public const int DefaultLimit = 12 * 1024 * 1024;

    /// <summary>A client of the node that the settings name.</summary>
    public static RpcClient Open(RoadSettings settings, Network network, RoadHttp http)
    {
        if (!Uri.TryCreate(settings.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new GoatException(
                $"The ordinals setting \"rpc\" is not an http address; for a node on this machine it is http://127.0.0.1:{network.RpcPort}.");
        }
        if (url.UserInfo.Length > 0)
        {
            throw new GoatException("The ordinals setting \"rpc\" holds a user; put that in \"rpcUser\" and \"rpcPassword\" instead.");
        }
        // A node with several wallets open is asked in the name of one; what it says of the chain is the same.
        if (settings.Wallet is { } wallet) url = new Uri(url, $"/wallet/{Uri.EscapeDataString(wallet)}");
        return new(url, new(settings.Cookie, settings.User, settings.Password), http);
    }

    /// <summary>Where the node is, as people may see it.</summary>
    public string Name { get; } = $"the node at {url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}";

    public async Task<RpcAnswer> CallAsync(string method, object[] parameters, CancellationToken ct, int limit = DefaultLimit)
    {
        var answer = RpcAnswer.Read(await PostAsync(method, writer => Write(writer, 0, method, parameters), limit, ct));
        return answer.ErrorCode == RpcAnswer.WarmingUp ? throw Failed(method, "it is still starting up; try again in a minute") : answer;
    }

    /// <summary>Calls, and takes an error for a failure.</summary>
    public async Task<RpcAnswer> RequireAsync(string method, object[] parameters, CancellationToken ct, int limit = DefaultLimit)
    {
        var answer = await CallAsync(method, parameters, ct, limit);
        return answer.Failed ? throw Failed(method, answer.ErrorText!) : answer;
    }

    /// <summary>Calls one method many times in one request, and gives the answers in the order of the calls.</summary>
    public async Task<IReadOnlyList<RpcAnswer>> BatchAsync(string method, IReadOnlyList<object[]> calls, CancellationToken ct)
    {
        var root = await PostAsync(method, writer =>
        {
            writer.WriteStartArray();
            for (var i = 0; i < calls.Count; i++) Write(writer, i, method, calls[i]);
            writer.WriteEndArray();
        }, DefaultLimit, ct);
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() != calls.Count)
        {
            throw Failed(method, "it did not answer every call of a batch");
        }
        var answers = new RpcAnswer?[calls.Count];
        foreach (var element in root.EnumerateArray())
        {
            var id = RpcAnswer.Number(element, "id") ?? -1;
            if (id < 0 || id >= answers.Length || answers[id] is not null)
            {
                throw Failed(method, "its answers to a batch do not carry the ids of the calls");
            }
            answers[id] = RpcAnswer.Read(element);
            if (answers[id]!.Value.Failed) throw Failed(method, answers[id]!.Value.ErrorText!);
        }
        return [.. answers.Select(answer => answer!.Value)];
    }

    public GoatException Failed(string method, string why, Exception? cause = null) =>
        new($"Asking {Name} for {method} failed: {why}.", cause);

    private async Task<JsonElement> PostAsync(string method, Action<Utf8JsonWriter> write, int limit, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = Body(write) };
            request.Headers.Authorization = await credentials.HeaderAsync(ct);
            var answer = await http.SendAsync(request, limit, ct);
            if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                throw Failed(method, "it refused the credentials; check rpcCookie, or rpcUser and rpcPassword, in the ordinals settings");
            }
            // An error of the call itself comes with status 404 or 500, and with a JSON body that says which.
            if ((int)answer.Status is >= 300 and < 400) throw Failed(method, "it sends elsewhere, and redirects are not followed");
            if (answer.Body.Length == 0) throw Failed(method, $"it answered {(int)answer.Status} and nothing more");
            using var document = JsonDocument.Parse(answer.Body);
            return document.RootElement.Clone();
        }
        catch (Exception error) when (error is TimeoutException or OversizeException)
        {
            throw Failed(method, error.Message, error);
        }
        catch (HttpRequestException error)
        {
            throw Failed(
                method, $"it cannot be reached ({error.HttpRequestError}); check that it runs and that \"rpc\" names its address", error);
        }
        catch (JsonException error)
        {
            throw Failed(method, "its answer is not JSON; check that \"rpc\" names a Bitcoin Core node", error);
        }
        catch (IOException error)
        {
            throw Failed(method, "it broke off in the middle of its answer", error);
        }
    }

    private static ByteArrayContent Body(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) write(writer);
        return new(buffer.WrittenSpan.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    private static void Write(Utf8JsonWriter writer, int id, string method, object[] parameters)
    {
        writer.WriteStartObject();
        writer.WriteString("jsonrpc", "1.0");
        writer.WriteNumber("id", id);
        writer.WriteString("method", method);
        writer.WriteStartArray("params");
        foreach (var parameter in parameters) Write(writer, parameter);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, object parameter)
    {
        switch (parameter)
        {
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case uint number:
                writer.WriteNumberValue(number);
                break;
            case decimal amount:
                writer.WriteNumberValue(amount);
                break;
            case IReadOnlyDictionary<string, object> members:
                writer.WriteStartObject();
                foreach (var (name, value) in members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }
                writer.WriteEndObject();
                break;
            case object[] list:
                writer.WriteStartArray();
                foreach (var item in list) Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(parameter.ToString());
                break;
        }
    }
}
