namespace LensTools.Hdf5.Filters;

/// <summary>Snappy's raw format (google/snappy, format_description.txt), one of Blosc's codecs.</summary>
internal static class Snappy
{
    public static void Decode(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int from = 0, to = 0;
        if (ReadLength(source, ref from) != (ulong)target.Length) throw new InvalidDataException($"does not give {target.Length} bytes");
        while (from < source.Length)
        {
            int tag = source[from++];
            if ((tag & 3) == 0)
            {
                int run = tag >> 2;
                int extra = run < 60 ? 0 : run - 59;
                long length = extra == 0 ? run + 1 : ReadNumber(source, ref from, extra) + 1;
                if (length > source.Length - from || length > target.Length - to)
                    throw new InvalidDataException("a literal run exceeds its block");
                source.Slice(from, (int)length).CopyTo(target[to..]);
                from += (int)length;
                to += (int)length;
                continue;
            }
            int count = (tag & 3) == 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
            long distance = (tag & 3) switch
            {
                1 => ((tag >> 5) * 256L) + ReadNumber(source, ref from, 1),
                2 => ReadNumber(source, ref from, 2),
                _ => ReadNumber(source, ref from, 4),
            };
            if (distance == 0 || distance > to || count > target.Length - to)
                throw new InvalidDataException("a back reference exceeds its block");
            for (int i = 0; i < count; i++, to++) target[to] = target[to - (int)distance];
        }
        if (to != target.Length) throw new InvalidDataException($"gives {to} bytes, expected {target.Length}");
    }

    private static ulong ReadLength(ReadOnlySpan<byte> source, ref int from)
    {
        ulong length = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            int b = (int)ReadNumber(source, ref from, 1);
            length |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return length;
        }
        throw new InvalidDataException("its length is not terminated");
    }

    private static long ReadNumber(ReadOnlySpan<byte> source, ref int from, int bytes)
    {
        if (bytes > source.Length - from) throw new InvalidDataException("ends within a number");
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) value = (value << 8) | source[from + i];
        from += bytes;
        return value;
    }
}
