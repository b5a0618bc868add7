using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LensTools.Hdf5.Filters;
using LensTools.Hdf5.Headers;
using LensTools.Hdf5.Values;

namespace LensTools.Hdf5;

/// <summary>An array of elements.</summary>
public sealed class Hdf5Dataset : Hdf5Object, IHdf5Value
{
    private const int LargestPiece = 256 << 20;

    private Hdf5Datatype? _datatype;
    private Hdf5Dataspace? _dataspace;
    private RawData? _data;

    internal Hdf5Dataset(Hdf5File file, string path, ObjectHeader header)
        : base(file, path, header)
    {
    }

    /// <inheritdoc/>
    public Hdf5Datatype Datatype => _datatype ??= Hdf5Datatype.Read(Header);

    /// <inheritdoc/>
    public Hdf5Dataspace Dataspace => _dataspace ??= ReadDataspace();

    /// <summary>The size of a chunk in each dimension; empty if the dataset is not chunked.</summary>
    public IReadOnlyList<long> ChunkDimensions => Data.ChunkDimensions;

    /// <summary>
    /// Whether its written elements are in this file; false if nothing was written or the elements are in other files.
    /// </summary>
    public bool IsStored => Data.IsStored;

    /// <summary>
    /// How many of its elements read as the fill value because they were never written or the file that holds them is missing.
    /// </summary>
    public long UnwrittenElements => Data.CountUnwritten(Dataspace.ElementCount);

    /// <summary>The ids of its filters, in the order they were applied.</summary>
    public IReadOnlyList<int> FilterIds => [.. FilterPipeline.Read(Header)?.Filters.Select(f => f.Id) ?? []];

    private RawData Data => _data ??= RawData.Open(Header, Dataspace, Datatype, VirtualSources);

    /// <summary>The read of the virtual dataset that this dataset is a source of.</summary>
    internal VirtualSources? VirtualSources { get; set; }

    /// <inheritdoc/>
    public T[] Read<T>()
        where T : unmanaged, INumber<T>
    {
        Hdf5Datatype element = NumericElement();
        long count = CheckedBytes(Dataspace.ElementCount, Datatype.Size) / element.Size;
        if (!Elements.IsStoredAs<T>(element))
        {
            using Rented raw = Rent(CheckedBytes(Dataspace.ElementCount, Datatype.Size));
            Data.Read(Hdf5Selection.All(Dataspace), raw.Span);
            return Elements.ToNumbers<T>(Header.File, Datatype, raw.Span, Address);
        }
        // Its size in bytes must also fit in a span.
        if (count * element.Size > Array.MaxLength) throw TooLarge(count * element.Size);
        T[] numbers = GC.AllocateUninitializedArray<T>((int)count);
        Span<byte> bytes = MemoryMarshal.AsBytes(numbers.AsSpan());
        Data.Read(Hdf5Selection.All(Dataspace), bytes);
        Elements.FixByteOrder(element, bytes);
        return numbers;
    }

    /// <summary>Reads part of the dataset into <paramref name="destination"/>, row by row.</summary>
    /// <exception cref="ArgumentException">The selection does not fit the dataset, or the destination is too small.</exception>
    public void Read<T>(Hdf5Selection selection, Span<T> destination)
        where T : unmanaged, INumber<T>
    {
        selection.Check(Dataspace);
        Hdf5Datatype element = NumericElement();
        long bytes = CheckedBytes(selection.ElementCount, Datatype.Size);
        if (bytes > Array.MaxLength) throw TooLarge(bytes);
        if (bytes / element.Size > destination.Length)
            throw new ArgumentException($"{bytes / element.Size} elements do not fit into {destination.Length}", nameof(destination));
        if (Elements.IsStoredAs<T>(element))
        {
            Span<byte> target = MemoryMarshal.AsBytes(destination)[..(int)bytes];
            Data.Read(selection, target);
            Elements.FixByteOrder(element, target);
            return;
        }
        using Rented raw = Rent(bytes);
        Data.Read(selection, raw.Span);
        Elements.Convert(Header.File, element, raw.Span, destination[..(int)(bytes / element.Size)], Address);
    }

    /// <summary>
    /// The dataset in pieces of about <paramref name="pieceBytes"/> that are whole along all but the first dimension,
    /// for datasets larger than memory. The memory of a piece is reused for the next.
    /// </summary>
    public IEnumerable<(long FirstRow, ReadOnlyMemory<T> Values)> ReadInPieces<T>(int pieceBytes = 8 << 20)
        where T : unmanaged, INumber<T>
    {
        Hdf5Datatype element = NumericElement();
        if (Dataspace.ElementCount == 0) yield break;
        if (Dataspace.Rank == 0)
        {
            yield return (0, Read<T>());
            yield break;
        }
        long rows = Dataspace.Dimensions[0];
        long perRow = Dataspace.ElementCount / rows * (Datatype.Size / element.Size);
        long step = Math.Max(1, pieceBytes / Math.Max(1, perRow * element.Size));
        // Uses whole chunks, so that each is decoded once, unless they are too large for a piece.
        if (ChunkDimensions.Count > 0 && ChunkDimensions[0] * perRow * element.Size <= Math.Max(pieceBytes, LargestPiece))
            step = Math.Max(1, step / ChunkDimensions[0]) * ChunkDimensions[0];
        step = Math.Min(step, rows);
        if (step * perRow * element.Size > Array.MaxLength) throw TooLarge(step * perRow);
        var buffer = new T[step * perRow];
        long[] start = new long[Dataspace.Rank], shape = [.. Dataspace.Dimensions];
        for (long row = 0; row < rows; row += step)
        {
            start[0] = row;
            shape[0] = Math.Min(step, rows - row);
            int count = (int)(shape[0] * perRow);
            Read(Hdf5Selection.Box(start, shape), buffer.AsSpan(0, count));
            yield return (row, buffer.AsMemory(0, count));
        }
    }

    /// <summary>
    /// The chunks of a chunked dataset that were written, in row-major order of their offsets; none if it is not
    /// chunked. The memory of a chunk is reused for the next.
    /// </summary>
    public IEnumerable<Hdf5Chunk<T>> ReadChunks<T>()
        where T : unmanaged, INumber<T>
    {
        Hdf5Datatype element = NumericElement();
        int parts = Datatype.Size / element.Size;
        T[] buffer = [];
        foreach (long[] offset in Data.StoredChunks())
        {
            long[] shape = [.. ChunkDimensions.Select((d, i) => Math.Min(d, Dataspace.Dimensions[i] - offset[i]))];
            long elements = shape.Aggregate((long)parts, (product, d) => product * d);
            if (elements > Math.Min(Array.MaxLength, Header.File.Options.MaximumReadBytes / Unsafe.SizeOf<T>()))
                throw TooLarge(elements * element.Size);
            int count = (int)elements;
            if (buffer.Length < count) buffer = new T[count];
            Read(Hdf5Selection.Box(offset, shape), buffer.AsSpan(0, count));
            yield return new Hdf5Chunk<T>(offset, shape, buffer.AsMemory(0, count));
        }
    }

    /// <inheritdoc/>
    public string[] ReadStrings()
    {
        if (!Elements.Flatten(Datatype).IsString)
            throw new Hdf5TypeMismatchException(
                Header.File.Bytes.BaseAddress + Address, "Value", $"{Path} holds {Datatype}, which is not text");
        using Rented raw = Rent(CheckedBytes(Dataspace.ElementCount, Datatype.Size));
        Data.Read(Hdf5Selection.All(Dataspace), raw.Span);
        return Elements.ToStrings(Header.File, Datatype, raw.Span, Address);
    }

    /// <inheritdoc/>
    public byte[][] ReadSequences()
    {
        using Rented raw = Rent(CheckedBytes(Dataspace.ElementCount, Datatype.Size));
        Data.Read(Hdf5Selection.All(Dataspace), raw.Span);
        return Elements.ToSequences(Header.File, Datatype, raw.Span, Address);
    }

    /// <inheritdoc/>
    public Hdf5Records ReadRecords() => new(Header.File, Datatype, ReadRaw(), Address);

    /// <summary>A part of the elements of a compound type.</summary>
    /// <exception cref="Hdf5TypeMismatchException">The elements are not compounds.</exception>
    public Hdf5Records ReadRecords(Hdf5Selection selection)
    {
        selection.Check(Dataspace);
        long size = CheckedBytes(selection.ElementCount, Datatype.Size);
        if (size > Array.MaxLength) throw TooLarge(size);
        byte[] bytes = new byte[size];
        Data.Read(selection, bytes);
        return new Hdf5Records(Header.File, Datatype, bytes, Address);
    }

    /// <inheritdoc/>
    public Hdf5Reference[] ReadReferences() => Hdf5Reference.Read(Header.File, Datatype, ReadRaw(), Address);

    /// <inheritdoc/>
    public byte[] ReadRaw()
    {
        long size = CheckedBytes(Dataspace.ElementCount, Datatype.Size);
        if (size > Array.MaxLength) throw TooLarge(size);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)size);
        Data.Read(Hdf5Selection.All(Dataspace), bytes);
        return bytes;
    }

    // An unlimited virtual dataset is as large as its sources, if those may be opened.
    private Hdf5Dataspace ReadDataspace()
    {
        Hdf5Dataspace stored = Hdf5Dataspace.Read(Header);
        bool mayGrow = stored.MaximumDimensions.Contains(long.MaxValue) && Header.File.Options.ExternalFolder is not null;
        return mayGrow && RawData.Open(Header, stored, Datatype, VirtualSources) is VirtualData grown ? grown.Space : stored;
    }

    private Hdf5Datatype NumericElement()
    {
        Hdf5Datatype element = Elements.Flatten(Datatype);
        Elements.CheckIsNumber(Header.File, element, Address);
        return element;
    }

    /// <summary>The bytes of part of the dataset as stored, with filters undone.</summary>
    /// <exception cref="ArgumentException">The selection does not fit the dataset, or the destination is too small.</exception>
    public void ReadRaw(Hdf5Selection selection, Span<byte> destination)
    {
        selection.Check(Dataspace);
        long size = CheckedBytes(selection.ElementCount, Datatype.Size);
        if (size > destination.Length) throw new ArgumentException($"{size} bytes do not fit in {destination.Length}", nameof(destination));
        Data.Read(selection, destination[..(int)size]);
    }

    private long CheckedBytes(long count, int size)
    {
        if (size == 0) return 0;
        long limit = Header.File.Options.MaximumReadBytes;
        if (count > limit / size) throw TooLarge(count * size);
        Data.CheckSize();
        return count * size;
    }

    private Hdf5NotSupportedException TooLarge(long bytes) =>
        new(Header.File.Bytes.BaseAddress + Address, "Dataset", $"{Path} has {bytes} bytes, too many for one array; read it in pieces");

    private Rented Rent(long size)
    {
        if (size > Array.MaxLength) throw TooLarge(size);
        return new Rented((int)size);
    }

    private readonly ref struct Rented(int size)
    {
        private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(size);

        public Span<byte> Span => _bytes.AsSpan(0, size);

        public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
    }
}
