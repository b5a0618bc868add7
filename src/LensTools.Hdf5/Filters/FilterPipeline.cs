using System.Buffers;
using System.Text;
using LensTools.Hdf5.Headers;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Filters;

/// <summary>One filter of a dataset: its id, its name as written, whether a chunk may do without it, and its client data.</summary>
internal sealed record FilterDescription(int Id, string Name, bool IsOptional, uint[] ClientData);

/// <summary>The filter pipeline of a dataset, versions 1 and 2 (specification IV.A.2.l), run backwards.</summary>
internal sealed class FilterPipeline
{
    private const string Structure = "Filter pipeline message";

    private FilterPipeline(IReadOnlyList<FilterDescription> filters) => Filters = filters;

    public IReadOnlyList<FilterDescription> Filters { get; }

    public static FilterPipeline? Read(ObjectHeader header)
    {
        if (header.Find(MessageType.FilterPipeline) is not { } message) return null;
        Cursor cursor = header.Open(message, Structure);
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
    /// result's first <paramref name="expected"/> bytes are the chunk. The input is given back to the pool.
    /// </summary>
    public byte[] Decode(byte[] stored, int length, int expected, uint mask, long offset)
    {
        byte[] current = stored;
        int size = length;
        for (int i = Filters.Count - 1; i >= 0; i--)
        {
            if (i < 32 && (mask & (1u << i)) != 0) continue;
            FilterDescription filter = Filters[i];
            if (FilterRegistry.Find(filter.Id) is not { } decoder)
                throw new Hdf5UnsupportedException(offset, "Filtered chunk", $"filter {filter.Id} ({FilterRegistry.NameOf(filter)}) is not known here");
            byte[] next;
            try
            {
                next = decoder.Decode(current, ref size, expected, filter.ClientData);
            }
            catch (InvalidDataException problem)
            {
                throw new Hdf5FormatException(offset, $"Chunk filtered with {FilterRegistry.NameOf(filter)}", problem.Message);
            }
            if (!ReferenceEquals(next, current)) ArrayPool<byte>.Shared.Return(current);
            current = next;
        }
        return size >= expected ? current : throw new Hdf5FormatException(offset, "Filtered chunk", $"decodes to {size} bytes, expected {expected}");
    }

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
