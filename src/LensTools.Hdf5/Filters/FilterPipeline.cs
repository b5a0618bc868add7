using System.Buffers;
using System.Text;
using LensTools.Hdf5.Headers;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Filters;

/// <summary>One filter of a dataset: its id, its name as written, whether a chunk may skip it, and its client data.</summary>
internal sealed record FilterDescription(int Id, string Name, bool IsOptional, uint[] ClientData);

/// <summary>The filter pipeline of a dataset, versions 1 and 2 (specification IV.A.2.l), applied in reverse.</summary>
internal sealed class FilterPipeline
{
    private const string Structure = "Filter pipeline message";
    private const int MostOverhead = 1_024;

    private FilterPipeline(IReadOnlyList<FilterDescription> filters) => Filters = filters;

    public IReadOnlyList<FilterDescription> Filters { get; }

    public static FilterPipeline? Read(ObjectHeader header)
    {
        return header.Find(MessageType.FilterPipeline) is { } message ? Parse(header.Open(message, Structure)) : null;
    }

    public static FilterPipeline Parse(Cursor cursor)
    {
        byte version = cursor.ExpectVersion(1, 2);
        int count = cursor.U8();
        if (count is 0 or > 32) throw cursor.Fail($"{count} filters, expected 1 to 32");
        if (version == 1) cursor.Skip(6);
        var filters = new FilterDescription[count];
        for (int i = 0; i < count; i++) filters[i] = ReadFilter(ref cursor, version);
        return new FilterPipeline(filters);
    }

    /// <summary>
    /// Undoes the filters of one stored chunk. <paramref name="stored"/> and the result are rented arrays; the
    /// result's first <paramref name="expected"/> bytes are the chunk. The input is returned to the pool.
    /// </summary>
    public byte[] Decode(byte[] stored, int length, int expected, uint mask, long offset)
    {
        int size = length;
        byte[] chunk = Undo(stored, ref size, expected, mask, 0, offset);
        return size >= expected ? chunk : throw TooShort(size, expected, offset);
    }

    /// <summary>
    /// Undoes the filters into <paramref name="target"/>, which has the size of the chunk. The input is returned to the pool.
    /// </summary>
    public void Decode(byte[] stored, int length, Span<byte> target, uint mask, long offset)
    {
        int size = length;
        IDirectFilter? last = IsUsed(mask, 0) ? FilterRegistry.Find(Filters[0].Id) as IDirectFilter : null;
        byte[] current = Undo(stored, ref size, target.Length, mask, last is null ? 0 : 1, offset);
        try
        {
            if (last is not null) size = last.Decode(current, size, target, Filters[0].ClientData);
            else if (size >= target.Length) current.AsSpan(0, target.Length).CopyTo(target);
            if (size < target.Length) throw TooShort(size, target.Length, offset);
        }
        catch (InvalidDataException problem)
        {
            throw Damaged(Filters[0], offset, problem);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(current);
        }
    }

    // Filters were applied from first to last, so they are undone from the last back to the given one.
    private byte[] Undo(byte[] current, ref int size, int expected, uint mask, int downTo, long offset)
    {
        for (int i = Filters.Count - 1; i >= downTo; i--)
        {
            if (!IsUsed(mask, i)) continue;
            FilterDescription filter = Filters[i];
            if (FilterRegistry.Find(filter.Id) is not { } decoder)
                throw new Hdf5NotSupportedException(
                    offset, "Filtered chunk", $"filter {filter.Id} ({FilterRegistry.NameOf(filter)}) is not supported");
            byte[] next;
            try
            {
                // An outer filter's output may be larger than the chunk: checksums, headers, incompressible data.
                next = decoder.Decode(current, ref size, i == 0 ? expected : expected + (expected >> 3) + MostOverhead, filter.ClientData);
            }
            catch (InvalidDataException problem)
            {
                throw Damaged(filter, offset, problem);
            }
            if (!ReferenceEquals(next, current)) ArrayPool<byte>.Shared.Return(current);
            current = next;
        }
        return current;
    }

    private static bool IsUsed(uint mask, int filter) => filter >= 32 || (mask & (1u << filter)) == 0;

    private static Hdf5FormatException TooShort(int size, int expected, long offset) =>
        new(offset, "Filtered chunk", $"decodes to {size} bytes, expected {expected}");

    private static Hdf5FormatException Damaged(FilterDescription filter, long offset, InvalidDataException problem) =>
        new(offset, $"Chunk filtered with {FilterRegistry.NameOf(filter)}", problem.Message);

    private static FilterDescription ReadFilter(ref Cursor cursor, byte version)
    {
        int id = cursor.U16();
        int nameLength = version == 1 || id >= 256 ? cursor.U16() : 0;
        ushort flags = cursor.U16();
        int values = cursor.U16();
        ReadOnlySpan<byte> name = cursor.Take(nameLength);
        if (version == 1) cursor.Skip(-nameLength & 7);
        int end = name.IndexOf((byte)0);
        string text = Encoding.ASCII.GetString(end < 0 ? name : name[..end]);
        if (values * 4 > cursor.Remaining) throw cursor.Fail($"filter {id} has {values} client values");
        uint[] client = new uint[values];
        for (int i = 0; i < values; i++) client[i] = cursor.U32();
        if (version == 1 && (values & 1) != 0 && cursor.Remaining >= 4) cursor.Skip(4);
        return new FilterDescription(id, text, (flags & 1) != 0, client);
    }
}
