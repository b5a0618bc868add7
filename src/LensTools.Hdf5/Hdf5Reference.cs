using LensTools.Hdf5.Storage;
using LensTools.Hdf5.Values;

namespace LensTools.Hdf5;

/// <summary>
/// A reference to an object or to a region of a dataset (specification IV.A.2.d, class 7). The target is opened
/// with <see cref="Hdf5File.Open(Hdf5Reference)"/> and <see cref="Hdf5File.OpenRegion"/>.
/// </summary>
public readonly record struct Hdf5Reference
{
    private readonly long _heap;
    private readonly uint _index;

    private Hdf5Reference(long address, long heap, uint index)
    {
        Address = address;
        _heap = heap;
        _index = index;
    }

    /// <summary>The address of the object's header; 0 if the reference was never set.</summary>
    public long Address { get; }

    /// <summary>Whether the reference was never set.</summary>
    public bool IsNull => Address <= 0;

    /// <summary>Whether it points to a region of a dataset.</summary>
    public bool IsRegion => _heap > 0;

    internal static Hdf5Reference[] Read(FileContext file, Hdf5Datatype type, ReadOnlySpan<byte> data, long address)
    {
        Hdf5Datatype element = Elements.Flatten(type);
        if (element.Class != Hdf5DatatypeClass.Reference) throw Elements.Fail(file, address, $"{type} is not a reference");
        if (element.IsRevisedReference)
            throw new Hdf5NotSupportedException(
                file.Bytes.BaseAddress + Math.Max(0, address), "Reference", "references of HDF5 1.12 and later are not read");
        var references = new Hdf5Reference[data.Length / element.Size];
        for (int i = 0; i < references.Length; i++)
        {
            var cursor = new Cursor(file, address, data.Slice(i * element.Size, element.Size), "Reference");
            long first = cursor.Offset();
            if (!element.IsRegionReference) references[i] = new Hdf5Reference(first, 0, 0);
            else if (first > 0) references[i] = OfRegion(file, first, cursor.U32());
        }
        return references;
    }

    /// <summary>The part of the dataset that a region reference points to.</summary>
    internal Hdf5Selection Region(FileContext file, Hdf5Dataspace space)
    {
        Cursor cursor = OpenRegion(file, _heap, _index);
        _ = cursor.Offset();
        return StoredSelection.Read(ref cursor).On(space, file.Bytes.BaseAddress + cursor.Address);
    }

    private static Hdf5Reference OfRegion(FileContext file, long heap, uint index)
    {
        Cursor cursor = OpenRegion(file, heap, index);
        return new Hdf5Reference(cursor.Offset(), heap, index);
    }

    private static Cursor OpenRegion(FileContext file, long heap, uint index)
    {
        (long address, long size) = file.GlobalHeap.Find(heap, index);
        return Cursor.At(file, address, (int)Math.Min(size, int.MaxValue), "Region reference");
    }
}
