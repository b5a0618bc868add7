using System.Numerics;
using LensTools.Engine.Analysis.Histograms;
using LensTools.Hdf5;

namespace LensTools.Engine.Processing;

/// <summary>Counts events of one thread.</summary>
/// <param name="lookup">The bins.</param>
/// <param name="detectors">The numbers of the detectors that are counted apart, one after the other; none to count them together.</param>
internal sealed class EventCounter<T>(BinLookup<T> lookup, long[] detectors)
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    // A slot may not count more before it is added to the sum.
    private const long MostAtOnce = int.MaxValue;

    private readonly int[] _slots = new int[(detectors.Length > 0 ? detectors.Length : BinLookup<T>.Rows) * (lookup.Count + 2)];
    private readonly long[] _sums = new long[Math.Max(1, detectors.Length) * (lookup.Count + 2)];
    private T[] _values = [];
    private long[] _ids = [];
    private long _counted;

    /// <summary>Reads and counts the events of a piece that are taken.</summary>
    /// <param name="values">What they are counted by.</param>
    /// <param name="ids">Their detectors; null if these are counted together.</param>
    /// <param name="piece">The piece.</param>
    public void Count(Hdf5Dataset values, Hdf5Dataset? ids, (long First, int Length, IEnumerable<(int First, int End)> Runs) piece)
    {
        if (_values.Length < piece.Length) _values = new T[piece.Length];
        if (ids is not null && _ids.Length < piece.Length) _ids = new long[piece.Length];
        var box = Hdf5Selection.Box([piece.First], [piece.Length]);
        bool isRead = false;
        foreach ((int first, int end) in piece.Runs)
        {
            if (!isRead)
            {
                values.Read(box, _values.AsSpan(0, piece.Length));
                ids?.Read(box, _ids.AsSpan(0, piece.Length));
                isRead = true;
            }
            if ((_counted += end - first) > MostAtOnce) Add(end - first);
            if (ids is null) lookup.CountInto(_values.AsSpan(first, end - first), _slots);
            else CountApart(first, end);
        }
    }

    /// <summary>The counts [detector, slot], with a slot before the first bin and one behind the last.</summary>
    public long[] Slots()
    {
        Add(0);
        return _sums;
    }

    private void CountApart(int first, int end)
    {
        int width = lookup.Count + 2;
        for (int i = first; i < end; i++) _slots[((_ids[i] - detectors[0]) * width) + lookup.BinOf(_values[i]) + 1]++;
    }

    private void Add(long counted)
    {
        for (int i = 0; i < _slots.Length; i++) _sums[i % _sums.Length] += _slots[i];
        Array.Clear(_slots);
        _counted = counted;
    }
}
