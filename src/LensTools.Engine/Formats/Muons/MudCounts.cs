using System.Buffers.Binary;

namespace LensTools.Engine.Formats.Muons;

/// <summary>
/// The counts of a MUD histogram: of 1, 2 or 4 bytes each; or packed, in runs of bins that need as many bytes, each after its length in
/// two bytes and its bytes a bin in one. Source: TRIUMF's MUD library, MUD_SEC_GEN_HIST.
/// </summary>
internal static class MudCounts
{
    private const int RunHeader = 3;

    /// <exception cref="InvalidDataException">There are too few bytes, or more bins than stated.</exception>
    public static double[] Unpack(ReadOnlySpan<byte> stored, int bins, uint bytesPerBin)
    {
        var counts = new double[bins];
        if (bytesPerBin != 0)
        {
            Read(stored, counts, bytesPerBin);
            return counts;
        }
        int done = 0;
        while (done < bins)
        {
            if (stored.Length < RunHeader) throw new InvalidDataException($"they end after {done} of {bins} bins");
            int length = BinaryPrimitives.ReadUInt16LittleEndian(stored);
            uint size = stored[2];
            if (length == 0 || length > bins - done) throw new InvalidDataException($"{length} bins follow bin {done} of {bins}");
            stored = stored[RunHeader..];
            if (size > 0)
            {
                Read(stored, counts.AsSpan(done, length), size);
                stored = stored[(int)(length * size)..];
            }
            done += length;
        }
        return counts;
    }

    private static void Read(ReadOnlySpan<byte> stored, Span<double> counts, uint size)
    {
        if (size is not (1 or 2 or 4)) throw new InvalidDataException($"bins of {size} bytes");
        if (stored.Length < counts.Length * (long)size)
            throw new InvalidDataException($"{counts.Length} bins of {size} bytes are more than the {stored.Length} bytes left");
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = size switch
            {
                1 => stored[i],
                2 => BinaryPrimitives.ReadUInt16LittleEndian(stored[(2 * i)..]),
                _ => BinaryPrimitives.ReadUInt32LittleEndian(stored[(4 * i)..]),
            };
        }
    }
}
