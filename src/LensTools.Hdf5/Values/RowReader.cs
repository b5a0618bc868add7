namespace LensTools.Hdf5.Values;

/// <summary>Reads a run of bytes of a dataset's contiguous storage from a byte offset on.</summary>
internal delegate void RunReader(long offset, Span<byte> destination);

/// <summary>Splits a selection of contiguous storage into contiguous runs.</summary>
internal static class RowReader
{
    public static void Read(Hdf5Selection selection, Hdf5Dataspace space, int elementSize, Span<byte> destination, RunReader read)
    {
        if (space.Rank == 0 || selection.ElementCount == space.ElementCount) read(0, destination);
        else ReadRows(selection, space, elementSize, 0, 0, destination, read);
    }

    private static void ReadRows(
        Hdf5Selection selection,
        Hdf5Dataspace space,
        int elementSize,
        int dimension,
        long element,
        Span<byte> destination,
        RunReader read)
    {
        long size = selection.Size(dimension);
        if (size == 0) return;
        long row = element * space.Dimensions[dimension];
        bool isLast = dimension == space.Rank - 1;
        if (isLast && selection.IsContiguous(dimension))
        {
            read((row + selection.Coordinate(dimension, 0)) * elementSize, destination);
            return;
        }
        long part = destination.Length / size;
        for (long k = 0; k < size; k++)
        {
            long at = row + selection.Coordinate(dimension, k);
            Span<byte> target = destination.Slice((int)(k * part), (int)part);
            if (isLast) read(at * elementSize, target);
            else ReadRows(selection, space, elementSize, dimension + 1, at, target, read);
        }
    }
}
