using LensTools.Hdf5.Chunks;
using LensTools.Hdf5.Filters;
using LensTools.Hdf5.Headers;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Values;

/// <summary>The stored bytes of a dataset's elements, whatever its layout.</summary>
internal abstract class RawData
{
    public virtual IReadOnlyList<long> ChunkDimensions => [];

    /// <summary>Fills <paramref name="destination"/> with the selected elements, row by row.</summary>
    public abstract void Read(Selection selection, Span<byte> destination);

    /// <summary>Fails where the dataset claims more bytes than the file could hold, before anything is allocated for them.</summary>
    public virtual void CheckSize(bool whole)
    {
    }

    public static RawData Open(ObjectHeader header, Dataspace space, Datatype type)
    {
        StorageLayout layout = StorageLayout.Read(header);
        FileContext file = header.File;
        if (header.Find(MessageType.ExternalFiles) is { } external && layout.Class == LayoutClass.Contiguous)
            throw header.Open(external, "External data files message").Unsupported("its data lie in other files");
        byte[] fill = FillValue.Read(header, type.Size);
        switch (layout.Class)
        {
            case LayoutClass.Compact or LayoutClass.Contiguous:
                return layout.Address < 0 ? new FilledData(fill) : new ContiguousData(file, space, type.Size, layout);
            case LayoutClass.Chunked:
                var cursor = new Cursor(file, header.Address, [], "Chunked dataset");
                var grid = new ChunkGrid(space, layout.ChunkDimensions, type.Size, cursor, file.Options);
                return new ChunkedData(file, layout, grid, type.Size, FilterPipeline.Read(header), fill);
            default:
                throw new Hdf5UnsupportedException(file.Bytes.BaseAddress + header.Address, "Data layout message", "it is a virtual dataset");
        }
    }
}

/// <summary>Nothing was written: every element is the fill value.</summary>
internal sealed class FilledData(byte[] fill) : RawData
{
    public override void Read(Selection selection, Span<byte> destination) => FillValue.Fill(destination, fill);
}

/// <summary>All elements in one piece, in the file or (compact) in the object header.</summary>
internal sealed class ContiguousData(FileContext file, Dataspace space, int elementSize, StorageLayout layout) : RawData
{
    private const string Structure = "Contiguous data";

    private readonly long[] _space = [.. space.Dimensions];

    public override void CheckSize(bool whole) => file.Bytes.Check(layout.Address, space.ElementCount * elementSize, Structure);

    public override void Read(Selection selection, Span<byte> destination)
    {
        if (space.Rank == 0 || selection.ElementCount == space.ElementCount)
        {
            ReadRun(0, destination);
            return;
        }
        CheckSize(true);
        ReadRows(selection, 0, 0, destination);
    }

    private void ReadRows(Selection selection, int dimension, long element, Span<byte> destination)
    {
        long size = selection.Size(dimension);
        bool isLast = dimension == _space.Length - 1;
        if (isLast && selection.IsContiguous(dimension))
        {
            ReadRun((element * _space[dimension]) + selection.Coordinate(dimension, 0), destination);
            return;
        }
        long part = size == 0 ? 0 : destination.Length / size;
        for (long k = 0; k < size; k++)
        {
            long at = (element * _space[dimension]) + selection.Coordinate(dimension, k);
            Span<byte> target = destination.Slice((int)(k * part), (int)part);
            if (isLast) ReadRun(at, target);
            else ReadRows(selection, dimension + 1, at, target);
        }
    }

    private void ReadRun(long element, Span<byte> destination)
    {
        long address = layout.Address + (element * elementSize);
        // Scalars and strings come from the page that the header is on as often as not.
        if (destination.Length <= 1024) file.Bytes.Read(address, destination.Length, Structure).CopyTo(destination);
        else file.Bytes.ReadInto(address, destination, Structure);
    }
}
