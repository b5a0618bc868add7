using System.Buffers;
using System.Globalization;
using System.Text;
using LensTools.Hdf5.Chunks;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Values;

/// <summary>
/// A virtual dataset: parts of it are parts of other datasets (specification IV.A.2.i, virtual storage, and III.E's
/// global heap block of mappings). Elements without a source, or whose source is missing, have the fill value.
/// </summary>
internal sealed class VirtualData : RawData
{
    private const string Structure = "Virtual dataset";

    // More numbered sources than any instrument writes; a damaged file must not cause an endless search.
    private const int MostNumbered = 1 << 20;

    // The limit on overlapping mappings of one element: overlaps are rare, except in hostile files.
    private const long MostOverlaps = 8;

    private readonly FileContext _file;
    private readonly VirtualSources? _outer;
    private readonly Hdf5Datatype _type;
    private readonly byte[] _fill;
    private readonly long _offset;
    private readonly List<Mapping> _mappings = [];

    public VirtualData(FileContext file, Hdf5Dataspace stored, Hdf5Datatype type, StorageLayout layout, byte[] fill, VirtualSources? outer)
    {
        _outer = outer;
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

    /// <summary>The shape: if mappings are unlimited, it is as large as the sources are now.</summary>
    public Hdf5Dataspace Space { get; }

    // Overlapping mappings count twice, so that a hole may be missed, but none is invented.
    public override long CountUnwritten(long elements)
    {
        VirtualSources sources = _outer ?? new VirtualSources();
        long mapped = 0;
        foreach (Mapping mapping in _mappings)
        {
            for (int i = 0; i < (mapping.IsNumbered ? MostNumbered : 1); i++)
            {
                if (sources.Find(_file, mapping.FileOf(i), mapping.DatasetOf(i), _offset, Structure) is not { } source) break;
                StoredSelection target = mapping.IsNumbered ? mapping.Target.BlockOf(i) : mapping.Target;
                int along = mapping.Source.UnlimitedDimension;
                if (along >= 0) target = target.WithEnd(mapping.Source.On(SpaceOf(sources, source), _offset).Size(along));
                mapped += target.On(Space, _offset).ElementCount;
            }
        }
        return Math.Max(0, elements - mapped);
    }

    protected override void ReadSlab(Hdf5Selection selection, Span<byte> destination)
    {
        FillValue.Fill(destination, _fill);
        var read = new VirtualRead(_outer ?? new VirtualSources(), selection, MostOverlaps * (Space.ElementCount + MostOverlaps));
        foreach (Mapping mapping in _mappings)
        {
            if (!mapping.IsNumbered)
            {
                Copy(read, mapping.FileOf(0), mapping.DatasetOf(0), mapping.Source, mapping.Target, destination);
                continue;
            }
            for (int i = 0; i < MostNumbered; i++)
            {
                if (!Copy(read, mapping.FileOf(i), mapping.DatasetOf(i), mapping.Source, mapping.Target.BlockOf(i), destination)) break;
            }
        }
    }

    private Hdf5Dataspace Extend(Hdf5Dataspace stored)
    {
        var sources = _outer ?? new VirtualSources();
        long[] dimensions = [.. stored.Dimensions];
        bool[] isFound = new bool[dimensions.Length];
        foreach (Mapping mapping in _mappings)
        {
            int grows = mapping.Target.UnlimitedDimension;
            if (grows < 0 || grows >= dimensions.Length) continue;
            long end = mapping.IsNumbered ? EndOfNumbered(sources, mapping, grows) : EndOfSource(sources, mapping, grows);
            dimensions[grows] = isFound[grows] ? Math.Max(dimensions[grows], end) : end;
            isFound[grows] = true;
        }
        // Limited mappings keep their place, however short the others are.
        foreach (StoredSelection target in _mappings.Where(m => m.Target.UnlimitedDimension < 0).Select(m => m.Target))
        {
            for (int d = 0; d < dimensions.Length; d++)
            {
                if (isFound[d]) dimensions[d] = Math.Max(dimensions[d], target.EndOf(d));
            }
        }
        return isFound.Contains(true)
            ? stored.WithDimensions(dimensions, new Cursor(_file, _offset - _file.Bytes.BaseAddress, [], Structure))
            : stored;
    }

    private long EndOfNumbered(VirtualSources sources, Mapping mapping, int grows)
    {
        int found = 0;
        while (found < MostNumbered && sources.Find(_file, mapping.FileOf(found), mapping.DatasetOf(found), _offset, Structure) is not null)
            found++;
        return found == 0 ? 0 : mapping.Target.BlockOf(found - 1).EndOf(grows);
    }

    private long EndOfSource(VirtualSources sources, Mapping mapping, int grows)
    {
        if (sources.Find(_file, mapping.FileOf(0), mapping.DatasetOf(0), _offset, Structure) is not { } source) return 0;
        Hdf5Selection from = mapping.Source.On(SpaceOf(sources, source), _offset);
        int along = mapping.Source.UnlimitedDimension;
        return mapping.Target.WithEnd(along < 0 ? from.ElementCount : from.Size(along)).EndOf(grows);
    }

    // False if the source does not exist.
    private bool Copy(VirtualRead read, string file, string dataset, StoredSelection source, StoredSelection target, Span<byte> destination)
    {
        if (read.Sources.Find(_file, file, dataset, _offset, Structure) is not { } found) return false;
        CheckType(found, dataset);
        Hdf5Selection from = source.On(SpaceOf(read.Sources, found), _offset);
        int along = source.UnlimitedDimension;
        Hdf5Selection to = (along < 0 ? target : target.WithEnd(from.Size(along))).On(Space, _offset);
        if (from.ElementCount != to.ElementCount)
            throw new Hdf5FormatException(_offset, Structure, $"{from.ElementCount} elements are mapped to {to.ElementCount}");
        if (VirtualPart.Of(from, to, read.Wanted) is { } part) CopyPart(read, found, part, destination);
        else CopyWhole(read, found, from, to, destination);
        return true;
    }

    // A box in the source that is also a box in the requested data.
    private void CopyPart(VirtualRead read, Hdf5Dataset source, VirtualPart part, Span<byte> destination)
    {
        if (part.Source.ElementCount == 0) return;
        byte[] buffer = ReadSource(read, source, part.Source);
        try
        {
            part.CopyTo(buffer, destination, _type.Size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void CopyWhole(VirtualRead read, Hdf5Dataset source, Hdf5Selection from, Hdf5Selection to, Span<byte> destination)
    {
        byte[] buffer = ReadSource(read, source, from);
        try
        {
            Scatter(to, read.Wanted, buffer, destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private byte[] ReadSource(VirtualRead read, Hdf5Dataset source, Hdf5Selection selection)
    {
        long bytes = selection.ElementCount * _type.Size;
        if (bytes > _file.Options.MaximumReadBytes || bytes > Array.MaxLength)
            throw new Hdf5NotSupportedException(_offset, Structure, $"a mapping of {bytes} bytes");
        read.Left -= selection.ElementCount;
        if (read.Left < 0)
            throw new Hdf5FormatException(_offset, Structure, $"its mappings overlap more than {MostOverlaps} times");
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)bytes);
        int length = (int)bytes;
        read.Sources.Inside(_offset, Structure, () =>
        {
            source.ReadRaw(selection, buffer.AsSpan(0, length));
            return true;
        });
        return buffer;
    }

    // Elements are copied as stored. Those that point into a heap refer to the heap of their own file.
    private void CheckType(Hdf5Dataset source, string dataset)
    {
        if (!_type.IsStoredLike(source.Datatype))
            throw new Hdf5NotSupportedException(_offset, Structure, $"{dataset} holds {source.Datatype}, the virtual dataset {_type}");
        if (_type.PointsIntoFile && source.Header.File != _file)
            throw new Hdf5NotSupportedException(_offset, Structure, $"{dataset} holds {_type}, which is valid only in its own file");
    }

    private Hdf5Dataspace SpaceOf(VirtualSources sources, Hdf5Dataset source) => sources.Inside(_offset, Structure, () => source.Dataspace);

    // Copies the requested elements of the mapped part, one by one, to their place in the destination.
    private void Scatter(Hdf5Selection mapped, Hdf5Selection wanted, byte[] buffer, Span<byte> destination)
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

    // The state of one read: its sources, the requested data, and how many elements may still be copied.
    private sealed class VirtualRead(VirtualSources sources, Hdf5Selection wanted, long left)
    {
        public VirtualSources Sources { get; } = sources;

        public Hdf5Selection Wanted { get; } = wanted;

        public long Left { get; set; } = left;
    }

    /// <summary>"%b" in the name of a source stands for the number of a block, "%%" for a percent sign.</summary>
    private sealed record Mapping(string File, string Dataset, StoredSelection Source, StoredSelection Target)
    {
        public bool IsNumbered { get; } = Target.UnlimitedDimension >= 0 && Source.UnlimitedDimension < 0 &&
            (File.Contains("%b", StringComparison.Ordinal) || Dataset.Contains("%b", StringComparison.Ordinal));

        public string FileOf(int block) => Number(File, block);

        public string DatasetOf(int block) => Number(Dataset, block);

        private static string Number(string name, int block) =>
            name.Replace("%b", block.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace(
                "%%", "%", StringComparison.Ordinal);
    }
}
