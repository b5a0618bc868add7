using System.Buffers;
using System.Globalization;
using System.Text;
using LensTools.Hdf5.Chunks;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Values;

/// <summary>
/// A virtual dataset: parts of it are parts of other datasets (specification IV.A.2.i, virtual storage, and III.E's
/// global heap block of mappings). What no source gives, or whose source is not there, is the fill value.
/// </summary>
internal sealed class VirtualData : RawData
{
    private const string Structure = "Virtual dataset";

    // More numbered sources than any instrument writes; a damaged file must not make us look for ever.
    private const int MostNumbered = 1 << 20;

    private readonly FileContext _file;
    private readonly VirtualSources _sources;
    private readonly Datatype _type;
    private readonly byte[] _fill;
    private readonly long _offset;
    private readonly List<Mapping> _mappings = [];

    public VirtualData(FileContext file, Dataspace stored, Datatype type, StorageLayout layout, byte[] fill, VirtualSources sources)
    {
        _sources = sources;
        _file = file;
        _type = type;
        _fill = fill;
        Space = stored;
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
        if (file.Options.ExternalFolder is not null) Space = Extend(stored);
    }

    /// <summary>The shape: where mappings have no end it is as large as the sources are now.</summary>
    public Dataspace Space { get; }

    protected override void ReadSlab(Selection selection, Span<byte> destination)
    {
        FillValue.Fill(destination, _fill);
        foreach (Mapping mapping in _mappings)
        {
            if (!mapping.IsNumbered)
            {
                Copy(mapping.File, mapping.Dataset, mapping.Source, mapping.Target, selection, destination);
                continue;
            }
            for (int i = 0; i < MostNumbered; i++)
            {
                if (!Copy(mapping.FileOf(i), mapping.DatasetOf(i), mapping.Source, mapping.Target.BlockOf(i), selection, destination)) break;
            }
        }
    }

    private Dataspace Extend(Dataspace stored)
    {
        long[] dimensions = [.. stored.Dimensions];
        bool[] isFound = new bool[dimensions.Length];
        foreach (Mapping mapping in _mappings)
        {
            int grows = mapping.Target.UnlimitedDimension;
            if (grows < 0 || grows >= dimensions.Length) continue;
            long end = mapping.IsNumbered ? EndOfNumbered(mapping, grows) : EndOfSource(mapping, grows);
            dimensions[grows] = isFound[grows] ? Math.Max(dimensions[grows], end) : end;
            isFound[grows] = true;
        }
        return isFound.Contains(true) ? stored.WithDimensions(dimensions, new Cursor(_file, _offset - _file.Bytes.BaseAddress, [], Structure)) : stored;
    }

    private long EndOfNumbered(Mapping mapping, int grows)
    {
        int found = 0;
        while (found < MostNumbered && Find(mapping.FileOf(found), mapping.DatasetOf(found)) is not null) found++;
        return found == 0 ? 0 : mapping.Target.BlockOf(found - 1).EndOf(grows);
    }

    private long EndOfSource(Mapping mapping, int grows)
    {
        if (Find(mapping.File, mapping.Dataset) is not { } source) return 0;
        Selection from = mapping.Source.On(SpaceOf(source), _offset);
        int along = mapping.Source.UnlimitedDimension;
        return mapping.Target.WithEnd(along < 0 ? from.ElementCount : from.Size(along)).EndOf(grows);
    }

    private Hdf5Dataset? Find(string file, string dataset) => _sources.Find(_file, file, dataset, _offset, Structure);

    // False where the source is not there.
    private bool Copy(string file, string dataset, StoredSelection source, StoredSelection target, Selection wanted, Span<byte> destination)
    {
        if (Find(file, dataset) is not { } found) return false;
        if (found.Datatype.Size != _type.Size || found.Datatype.Class != _type.Class || found.Datatype.IsBigEndian != _type.IsBigEndian)
            throw new Hdf5UnsupportedException(_offset, Structure, $"{dataset} holds {found.Datatype}, the virtual dataset {_type}");
        Selection from = source.On(SpaceOf(found), _offset);
        int along = source.UnlimitedDimension;
        Selection to = (along < 0 ? target : target.WithEnd(from.Size(along))).On(Space, _offset);
        if (from.ElementCount != to.ElementCount) throw new Hdf5FormatException(_offset, Structure, $"{from.ElementCount} elements are mapped to {to.ElementCount}");
        long size = from.ElementCount * _type.Size;
        if (size > _file.Options.MaximumReadBytes || size > Array.MaxLength) throw new Hdf5UnsupportedException(_offset, Structure, $"a mapping of {size} bytes");
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)size);
        try
        {
            _sources.Inside(_offset, Structure, () => ReadSource(found, from, buffer, (int)size));
            Scatter(to, wanted, buffer, destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return true;
    }

    private Dataspace SpaceOf(Hdf5Dataset source) => _sources.Inside(_offset, Structure, () => source.Dataspace);

    private static bool ReadSource(Hdf5Dataset source, Selection selection, byte[] destination, int size)
    {
        source.ReadRaw(selection, destination.AsSpan(0, size));
        return true;
    }

    // Element by element of the mapped part, those that are wanted go to their place among the wanted.
    private void Scatter(Selection mapped, Selection wanted, byte[] buffer, Span<byte> destination)
    {
        int rank = Space.Rank, size = _type.Size;
        long[] ordinal = new long[rank];
        for (long i = 0; i < mapped.ElementCount; i++)
        {
            long place = 0;
            bool isWanted = true;
            for (int d = 0; d < rank && isWanted; d++)
            {
                long coordinate = mapped.IsPoints ? mapped.Point(i)[d] : mapped.Coordinate(d, ordinal[d]);
                (long first, long end) = wanted.Within(d, coordinate, coordinate + 1);
                isWanted = end > first;
                place = (place * wanted.Size(d)) + first;
            }
            if (isWanted) buffer.AsSpan((int)(i * size), size).CopyTo(destination[(int)(place * size)..]);
            for (int d = rank - 1; d >= 0 && !mapped.IsPoints; d--)
            {
                if (++ordinal[d] < mapped.Size(d)) break;
                ordinal[d] = 0;
            }
        }
    }

    /// <summary>"%b" in the name of a source stands for the number of a block, "%%" for a percent sign.</summary>
    private sealed record Mapping(string File, string Dataset, StoredSelection Source, StoredSelection Target)
    {
        public bool IsNumbered { get; } = Target.UnlimitedDimension >= 0 && Source.UnlimitedDimension < 0 &&
            (File.Contains("%b", StringComparison.Ordinal) || Dataset.Contains("%b", StringComparison.Ordinal));

        public string FileOf(int block) => Number(File, block);

        public string DatasetOf(int block) => Number(Dataset, block);

        private static string Number(string name, int block) =>
            name.Replace("%b", block.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("%%", "%", StringComparison.Ordinal);
    }
}
