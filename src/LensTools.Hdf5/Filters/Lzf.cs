using System.Buffers;

namespace LensTools.Hdf5.Filters;

/// <summary>Filter 32000: LibLZF as h5py writes it, literal runs and back references of at most 8 KiB distance.</summary>
internal sealed class Lzf : IFilter
{
    public byte[] Decode(byte[] data, ref int size, int expected, uint[] clientData)
    {
        byte[] result = ArrayPool<byte>.Shared.Rent(expected + 16);
        try
        {
            size = Decode(data.AsSpan(0, size), result);
            return result;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(result);
            throw;
        }
    }

    private static int Decode(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int from = 0, to = 0;
        while (from < source.Length)
        {
            int control = source[from++];
            if (control < 32)
            {
                int run = control + 1;
                if (run > source.Length - from || run > target.Length - to)
                    throw new InvalidDataException("a literal run exceeds its chunk");
                source.Slice(from, run).CopyTo(target[to..]);
                from += run;
                to += run;
                continue;
            }
            int length = control >> 5;
            if (length == 7)
            {
                if (from >= source.Length) throw new InvalidDataException("ends within a back reference");
                length += source[from++];
            }
            if (from >= source.Length) throw new InvalidDataException("ends within a back reference");
            int distance = ((control & 0x1f) << 8) + source[from++] + 1;
            length += 2;
            if (distance > to || length > target.Length - to) throw new InvalidDataException("a back reference exceeds its chunk");
            for (int i = 0; i < length; i++, to++) target[to] = target[to - distance];
        }
        return to;
    }
}
