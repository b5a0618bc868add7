using System.Buffers;
using System.Text;
using LensTools.Hdf5.Chunks;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Values;

/// <summary>
/// A virtual dataset: boxes of it are boxes of other datasets (specification IV.A.2.i, virtual storage, and III.E's
/// global heap block of mappings). What no source gives is the fill value.
/// </summary>
internal sealed class VirtualData : RawData
{
    private const string Structure = "Virtual dataset";

    private readonly FileContext _file;
    private readonly Dataspace _space;
    private readonly Datatype _type;
    private readonly byte[] _fill;
    private readonly long _offset;
    private readonly List<Mapping> _mappings = [];

    public VirtualData(FileContext file, Dataspace space, Datatype type, StorageLayout layout, byte[] fill)
    {
        _file = file;
        _space = space;
        _type = type;
        _fill = fill;
        if (layout.Address < 0) return;
        (long address, long size) = file.GlobalHeap.Find(layout.Address, (uint)layout.Size);
        _offset = file.Bytes.BaseAddress + address;
        Cursor cursor = Cursor.At(file, address, (int)Math.Min(size, int.MaxValue), Structure);
        cursor.ExpectVersion(0, 0);
        long count = cursor.Length();
        if (count > cursor.Remaining) throw cursor.Fail($"{count} mappings in {cursor.Remaining} bytes");
        for (long i = 0; i < count; i++)
        {
            string name = Encoding.UTF8.GetString(cursor.NullTerminated());
            string dataset = Encoding.UTF8.GetString(cursor.NullTerminated());
            _mappings.Add(new Mapping(name, dataset, StoredSelection.Read(ref cursor), StoredSelection.Read(ref cursor)));
        }
        cursor.ExpectChecksum();
    }

    public override void Read(Selection selection, Span<byte> destination)
    {
        FillValue.Fill(destination, _fill);
        foreach (Mapping mapping in _mappings) Copy(mapping, selection, destination);
    }

    private void Copy(Mapping mapping, Selection wanted, Span<byte> destination)
    {
        Hdf5File file = _file.Neighbours.Open(mapping.File, _offset, Structure);
        if (file.Resolve(file.Root, mapping.Dataset, 0) is not Hdf5Dataset source) throw new Hdf5FormatException(_offset, Structure, $"\"{mapping.File}\" has no dataset {mapping.Dataset}");
        if (source.Datatype.Size != _type.Size || source.Datatype.Class != _type.Class || source.Datatype.IsBigEndian != _type.IsBigEndian)
            throw new Hdf5UnsupportedException(_offset, Structure, $"{mapping.Dataset} holds {source.Datatype}, the virtual dataset {_type}");
        Selection from = mapping.Source.On(source.Dataspace, _offset), to = mapping.Target.On(_space, _offset);
        if (from.ElementCount != to.ElementCount) throw new Hdf5FormatException(_offset, Structure, $"{from.ElementCount} elements are mapped to {to.ElementCount}");
        long size = from.ElementCount * _type.Size;
        if (size > _file.Options.MaximumReadBytes || size > Array.MaxLength) throw new Hdf5UnsupportedException(_offset, Structure, $"a mapping of {size} bytes");
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)size);
        try
        {
            source.ReadRaw(from, buffer.AsSpan(0, (int)size));
            Scatter(to, wanted, buffer, destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Element by element of the mapped box, those that are wanted go to their place among the wanted.
    private void Scatter(Selection mapped, Selection wanted, byte[] buffer, Span<byte> destination)
    {
        int rank = _space.Rank, size = _type.Size;
        long[] ordinal = new long[rank];
        for (long i = 0; i < mapped.ElementCount; i++)
        {
            long place = 0;
            bool isWanted = true;
            for (int d = 0; d < rank && isWanted; d++)
            {
                long coordinate = mapped.Coordinate(d, ordinal[d]);
                (long first, long end) = wanted.Within(d, coordinate, coordinate + 1);
                isWanted = end > first;
                place = (place * wanted.Size(d)) + first;
            }
            if (isWanted) buffer.AsSpan((int)(i * size), size).CopyTo(destination[(int)(place * size)..]);
            for (int d = rank - 1; d >= 0; d--)
            {
                if (++ordinal[d] < mapped.Size(d)) break;
                ordinal[d] = 0;
            }
        }
    }

    private sealed record Mapping(string File, string Dataset, StoredSelection Source, StoredSelection Target);
}
