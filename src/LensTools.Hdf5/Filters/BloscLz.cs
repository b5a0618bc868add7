namespace LensTools.Hdf5.Filters;

/// <summary>Blosc's own codec, a descendant of FastLZ: literal runs and back references of near or far distance.</summary>
internal static class BloscLz
{
    private const int NearLimit = 8191;

    public static void Decode(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int from = 0, to = 0;
        while (from < source.Length)
        {
            // The first byte cannot be a reference.
            int control = from == 0 ? source[from++] & 31 : source[from++];
            if (control < 32)
            {
                int run = control + 1;
                if (run > source.Length - from || run > target.Length - to)
                    throw new InvalidDataException("a literal run exceeds its block");
                source.Slice(from, run).CopyTo(target[to..]);
                from += run;
                to += run;
                continue;
            }
            int length = (control >> 5) - 1, high = control & 31;
            if (length == 6)
            {
                int more;
                do
                {
                    more = Next(source, ref from);
                    length += more;
                }
                while (more == 255);
            }
            int low = Next(source, ref from);
            int distance = (high << 8) + low + 1;
            if (high == 31 && low == 255) distance = (Next(source, ref from) << 8) + Next(source, ref from) + NearLimit + 1;
            length += 3;
            if (distance > to || length < 0 || length > target.Length - to)
                throw new InvalidDataException("a back reference exceeds its block");
            for (int i = 0; i < length; i++, to++) target[to] = target[to - distance];
        }
        if (to != target.Length) throw new InvalidDataException($"gives {to} bytes, expected {target.Length}");
    }

    private static int Next(ReadOnlySpan<byte> source, ref int from) =>
        from < source.Length ? source[from++] : throw new InvalidDataException("ends within a back reference");
}
