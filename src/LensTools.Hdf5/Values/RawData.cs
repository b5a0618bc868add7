using LensTools.Hdf5.Chunks;
using LensTools.Hdf5.Filters;
using LensTools.Hdf5.Headers;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Values;

/// <summary>The stored bytes of a dataset's elements, whatever its layout.</summary>
internal abstract class RawData
{
    public virtual IReadOnlyList<long> ChunkDimensions => [];

    /// <summary>Whether the bytes are in this file.</summary>
    public virtual bool IsStored => false;

    /// <summary>How many of a number of elements have no value of their own.</summary>
    public virtual long CountUnwritten(long elements) => 0;

    /// <summary>The coordinates of the first element of each chunk that was written, in row-major order.</summary>
    public virtual IEnumerable<long[]> StoredChunks() => [];

    /// <summary>Fills <paramref name="destination"/> with the selected elements, row by row or point by point.</summary>
    public void Read(Hdf5Selection selection, Span<byte> destination)
    {
        if (selection.IsPoints) ReadPoints(selection, destination);
        else ReadSlab(selection, destination);
    }

    protected abstract void ReadSlab(Hdf5Selection slab, Span<byte> destination);

    protected virtual void ReadPoints(Hdf5Selection points, Span<byte> destination)
    {
        long count = points.ElementCount;
        if (count == 0) return;
        int size = (int)(destination.Length / count);
        long[] one = new long[points.Rank];
        Array.Fill(one, 1);
        for (int i = 0; i < count; i++) ReadSlab(Hdf5Selection.Box(points.Point(i), one), destination.Slice(i * size, size));
    }

    /// <summary>Fails if the dataset claims more bytes than the file can hold, before any memory is allocated.</summary>
    public virtual void CheckSize()
    {
    }

    public static RawData Open(ObjectHeader header, Hdf5Dataspace space, Hdf5Datatype type, VirtualSources? sources = null)
    {
        StorageLayout layout = StorageLayout.Read(header);
        FileContext file = header.File;
        if (header.Find(MessageType.ExternalFiles) is { } external && layout.Class == LayoutClass.Contiguous)
            return new ExternalData(file, space, type.Size, header.Open(external, "External data files message"));
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
                return new VirtualData(file, space, type, layout, fill, sources);
        }
    }
}

/// <summary>Nothing was written: every element is the fill value.</summary>
internal sealed class FilledData(byte[] fill) : RawData
{
    public override long CountUnwritten(long elements) => elements;

    protected override void ReadSlab(Hdf5Selection slab, Span<byte> destination) => FillValue.Fill(destination, fill);
}

/// <summary>All elements in one piece, in the file or (compact) in the object header.</summary>
internal sealed class ContiguousData(FileContext file, Hdf5Dataspace space, int elementSize, StorageLayout layout) : RawData
{
    private const string Structure = "Contiguous data";

    public override bool IsStored => true;

    public override void CheckSize() => file.Bytes.Check(layout.Address, space.ElementCount * elementSize, Structure);

    protected override void ReadSlab(Hdf5Selection slab, Span<byte> destination)
    {
        CheckSize();
        RowReader.Read(slab, space, elementSize, destination, ReadRun);
    }

    private void ReadRun(long offset, Span<byte> destination)
    {
        long address = layout.Address + offset;
        // Scalars and strings are often on the same page as the header.
        if (destination.Length <= 1024) file.Bytes.Read(address, destination.Length, Structure).CopyTo(destination);
        else file.Bytes.ReadInto(address, destination, Structure);
    }
}
