namespace LensTools.Hdf5.Values;

/// <summary>The part of a mapping that a read requests, if it is a box both in the source and in the requested data.</summary>
internal sealed class VirtualPart
{
    private readonly long[] _shape;
    private readonly long[] _start;
    private readonly long[] _wanted;

    private VirtualPart(Hdf5Selection source, long[] shape, long[] start, long[] wanted)
    {
        Source = source;
        _shape = shape;
        _start = start;
        _wanted = wanted;
    }

    /// <summary>What to read from the source.</summary>
    public Hdf5Selection Source { get; }

    /// <summary>The part, or null if steps or points mean that it is not a box.</summary>
    public static VirtualPart? Of(Hdf5Selection from, Hdf5Selection to, Hdf5Selection wanted)
    {
        if (from.IsPoints || to.IsPoints) return null;
        int rank = to.Rank;
        long[] shape = new long[rank], start = new long[rank], size = new long[rank];
        long[] sourceStart = new long[from.Rank], sourceShape = new long[from.Rank];
        for (int d = 0; d < from.Rank; d++)
        {
            if (!from.IsContiguous(d) || from.Size(d) == 0) return null;
            (sourceStart[d], sourceShape[d]) = (from.Coordinate(d, 0), from.Size(d));
        }
        int s = 0;
        for (int d = 0; d < rank; d++)
        {
            if (!to.IsContiguous(d) || to.Size(d) == 0 || !wanted.IsContiguous(d)) return null;
            long first = to.Coordinate(d, 0);
            (long low, long high) = wanted.Within(d, first, first + to.Size(d));
            size[d] = wanted.Size(d);
            start[d] = low;
            shape[d] = Math.Max(0, high - low);
            if (to.Size(d) == 1) continue;
            // Each dimension longer than one matches a dimension of the source; those of length one are skipped.
            while (s < from.Rank && from.Size(s) == 1) s++;
            if (s == from.Rank || from.Size(s) != to.Size(d)) return null;
            if (shape[d] > 0) sourceStart[s] += wanted.Coordinate(d, low) - first;
            sourceShape[s] = shape[d];
            s++;
        }
        while (s < from.Rank && from.Size(s) == 1) s++;
        if (s < from.Rank) return null;
        if (shape.Contains(0)) Array.Clear(sourceShape);
        return new VirtualPart(Hdf5Selection.Box(sourceStart, sourceShape), shape, start, size);
    }

    /// <summary>Copies the elements of the part, row by row, to their place in the destination.</summary>
    public void CopyTo(ReadOnlySpan<byte> elements, Span<byte> destination, int elementSize)
    {
        int rank = _shape.Length;
        if (rank == 0)
        {
            elements[..elementSize].CopyTo(destination);
            return;
        }
        int row = (int)(_shape[^1] * elementSize);
        long[] at = new long[rank];
        for (int from = 0; ; from += row)
        {
            long place = 0;
            for (int d = 0; d < rank; d++) place = (place * _wanted[d]) + _start[d] + at[d];
            elements.Slice(from, row).CopyTo(destination[(int)(place * elementSize)..]);
            int next = rank - 2;
            while (next >= 0 && ++at[next] == _shape[next]) at[next--] = 0;
            if (next < 0) return;
        }
    }
}
