using System.Numerics;
using System.Runtime.InteropServices;

namespace GoatHost.Plugins.LlamaCpp.Sampling;

/// <summary>
/// Finds the greatest logits of a vocabulary in one pass: a floor that rises as better ones are met, and a vector of logits at a time
/// compared with it. Reused from draw to draw, by one thread at a time.
/// </summary>
internal sealed class GreatestLogits
{
    /// <summary>Room beyond what is wanted, so that the floor is raised seldom.</summary>
    private const int Slack = 1024;

    private float[] _logits = [];
    private int[] _ids = [];
    private float _floor;
    private int _count;
    private int _wanted;

    /// <summary>Whether a logit of the last search was no number, or endless.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>The ids of the greatest, in no order. Of equals any are taken; minus infinity never is.</summary>
    public ReadOnlySpan<int> Find(ReadOnlySpan<float> logits, int count)
    {
        (_floor, _count, _wanted) = (float.NegativeInfinity, 0, count);
        if (_ids.Length < count + Slack) (_logits, _ids) = (new float[count + Slack], new int[count + Slack]);
        var damage = Vector<int>.Zero;
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(logits);
        for (var i = 0; i < vectors.Length; i++)
        {
            var vector = vectors[i];
            damage |= ~Vector.Equals(vector, vector) | Vector.Equals(vector, new Vector<float>(float.PositiveInfinity));
            if (Vector.GreaterThanAny(vector, new Vector<float>(_floor))) Take(logits, i * Vector<float>.Count, Vector<float>.Count);
        }
        var rest = vectors.Length * Vector<float>.Count;
        Take(logits, rest, logits.Length - rest);
        IsDamaged = damage != Vector<int>.Zero;
        foreach (var logit in logits[rest..]) IsDamaged |= float.IsNaN(logit) || float.IsPositiveInfinity(logit);
        if (_count > count) Cut();
        return _ids.AsSpan(0, _count);
    }

    private void Take(ReadOnlySpan<float> logits, int from, int count)
    {
        for (var id = from; id < from + count; id++)
        {
            if (!(logits[id] > _floor)) continue;
            if (_count == _ids.Length) Cut();
            (_logits[_count], _ids[_count++]) = (logits[id], id);
        }
    }

    /// <summary>Keeps as many as are wanted, the greatest; the least of them is the new floor.</summary>
    private void Cut()
    {
        var (from, to) = (0, _count - 1);
        while (from < to)
        {
            var (left, right, pivot) = (from, to, _logits[(from + to) / 2]);
            while (left <= right)
            {
                while (_logits[left] > pivot) left++;
                while (_logits[right] < pivot) right--;
                if (left > right) break;
                (_logits[left], _logits[right]) = (_logits[right], _logits[left]);
                (_ids[left], _ids[right]) = (_ids[right], _ids[left]);
                (left, right) = (left + 1, right - 1);
            }
            if (_wanted - 1 <= right) to = right;
            else if (_wanted - 1 >= left) from = left;
            else break;
        }
        _count = _wanted;
        _floor = float.PositiveInfinity;
        foreach (var logit in _logits.AsSpan(0, _count)) _floor = Math.Min(_floor, logit);
    }
}
