using System.Security.Cryptography;
using System.Text;
using GoatHost.Engine.Store;
using GoatHost.Engine.Sync;

namespace GoatHost.Http.Ollama.Pulling;

/// <summary>A sync in Ollama's words: the manifest, the bytes, the check, the record, success; each once, and in this order.</summary>
internal sealed class PullLines(string reference, TimeProvider time)
{
    private const string Verifying = "verifying sha256 digest";
    private const string Writing = "writing manifest";

    // Clients tell downloads apart by their digest. Until the real one is known, or where nobody gave one, the reference's stands for it.
    private string _digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reference)));
    private string? _said;
    private long? _began;
    private long _first;
    private long _completed = -1;

    public static PullLine Begin { get; } = new("pulling manifest")
    {
        Detail = "Closing this connection ends the watching alone: the sync goes on while goat serve runs; the next pull resumes it.",
    };

    /// <summary>What a note is worth telling.</summary>
    public IEnumerable<PullLine> Next(SyncNote note)
    {
        _digest = note.Sha256 ?? _digest;
        return note.Stage switch
        {
            SyncStage.Fetch when note.Total > 0 => Fetched(note),
            // Of what is here already nothing is fetched: its lines wait for its size.
            SyncStage.Verify when _completed >= 0 => Say(Verifying, note.Text),
            SyncStage.Publish when _completed >= 0 => Say(Writing, note.Text),
            _ => [],
        };
    }

    /// <summary>What is left to tell once the model is here.</summary>
    public IEnumerable<PullLine> End(StoredModel model)
    {
        if (_completed < model.Size)
        {
            if (_completed < 0) _digest = model.Digest;
            yield return Pulling(model.Size, model.Size);
        }
        if (_said is null) yield return new PullLine(Verifying);
        if (_said is null or Verifying) yield return new PullLine(Writing);
        yield return new PullLine("success") { Detail = model.FullName };
    }

    private IEnumerable<PullLine> Fetched(SyncNote note)
    {
        if (_began is null) (_began, _first) = (time.GetTimestamp(), note.Done);
        var seconds = time.GetElapsedTime(_began.Value).TotalSeconds;
        _completed = note.Done;
        yield return Pulling(note.Total, note.Done) with
        {
            Peers = note.Peers,
            Rate = seconds > 0 && note.Done > _first ? (long)((note.Done - _first) / seconds) : null,
            Detail = note.Text,
        };
    }

    private IEnumerable<PullLine> Say(string status, string detail)
    {
        if (_said == status) yield break;
        _said = status;
        yield return new PullLine(status) { Detail = detail };
    }

    private PullLine Pulling(long total, long completed) =>
        new($"pulling {_digest[..12]}", $"sha256:{_digest}", total, completed > 0 ? completed : null);
}
