using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Embeddings;

/// <summary>Embeds texts a batch at a time, those of several requests together. Its turns are of one thread alone.</summary>
internal sealed class EmbeddingLoop(Embedder embedder, int places)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<EmbeddingJob> _jobs = [];
    private readonly List<(EmbeddingJob Job, int Text)> _batch = [];
    private bool _computing;
    private bool _closed;

    /// <summary>Puts texts at the end.</summary>
    public void Add(EmbeddingJob job)
    {
        lock (_gate)
        {
            if (_closed) throw new GoatException("The model is being unloaded: ask again to load it.");
            if (_jobs.Count > places) throw new BusyException($"{places} requests already wait for this model: try again in a moment.");
            _jobs.AddLast(job);
        }
    }

    /// <summary>Computes one batch.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Turn()
    {
        if (!Collect()) return false;
        lock (_gate) _computing = true;
        try
        {
            embedder.Embed(
                [.. _batch.Select(entry => entry.Job.Text(entry.Text))],
                _batch[0].Job.Adapters,
                (index, vector) => _batch[index].Job.Set(_batch[index].Text, vector));
        }
        catch (GoatException e)
        {
            foreach (var (job, _) in _batch) Drop(job, e);
        }
        finally
        {
            // Nobody raises the flag while nothing is computed, so it cannot stop a later batch.
            lock (_gate)
            {
                _computing = false;
                embedder.Resume();
            }
        }
        return true;
    }

    /// <summary>Breaks off a batch that nobody wants any more. From any thread.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            if (_computing && _batch.All(entry => entry.Job.Cancelled)) embedder.Interrupt();
        }
    }

    /// <summary>Breaks off what is computed. From any thread.</summary>
    public void Interrupt() => embedder.Interrupt();

    /// <summary>Fails all that waits.</summary>
    public void FailAll(Func<Exception> fault)
    {
        lock (_gate)
        {
            foreach (var job in _jobs) job.Fail(fault());
            _jobs.Clear();
        }
        foreach (var (job, _) in _batch) job.Fail(fault());
    }

    /// <summary>Fails all that waits, and takes no more.</summary>
    public void Close(Func<Exception> fault)
    {
        lock (_gate) _closed = true;
        FailAll(fault);
    }

    /// <summary>Takes texts, request by request, as far as a batch reaches; a request that has more goes to the end.</summary>
    private bool Collect()
    {
        _batch.Clear();
        lock (_gate)
        {
            var tokens = 0;
            while (_jobs.First?.Value is { } job)
            {
                _jobs.RemoveFirst();
                if (job.Cancelled)
                {
                    job.Fail(new OperationCanceledException());
                    continue;
                }
                var goesAlong = _batch.Count == 0 || job.Adapters.Equals(_batch[0].Job.Adapters);
                while (goesAlong && job.Left > 0 && embedder.Fits(_batch.Count + 1, tokens + job.Text(job.Next).Length))
                {
                    tokens += job.Text(job.Next).Length;
                    _batch.Add((job, job.Next++));
                }
                if (job.Left == 0) continue;
                _jobs.AddLast(job);
                break;
            }
        }
        return _batch.Count > 0;
    }

    private void Drop(EmbeddingJob job, GoatException fault)
    {
        job.Fail(fault);
        lock (_gate) _jobs.Remove(job);
    }
}
