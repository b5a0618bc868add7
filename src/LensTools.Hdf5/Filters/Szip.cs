using System.Buffers;
using System.Buffers.Binary;

namespace LensTools.Hdf5.Filters;

/// <summary>
/// Filter 4: adaptive Rice codes of blocks of samples (CCSDS 121.0-B-3, lossless data compression), as The HDF Group's
/// szip lays them out: samples of 32 and 64 bits are coded byte plane by byte plane, and each scan line is padded
/// to whole blocks.
/// </summary>
internal sealed class Szip : IFilter
{
    private const uint MostSignificantFirst = 16, NearestNeighbour = 32;

    public byte[] Decode(byte[] data, ref int size, int expected, uint[] clientData)
    {
        // The first four bytes give the size of the decoded data.
        if (clientData.Length < 4 || size < 4) throw new InvalidDataException($"{clientData.Length} parameters and {size} bytes");
        uint options = clientData[0], blockSize = clientData[1], bits = clientData[2], lineLength = clientData[3];
        bool isInPlanes = bits is 32 or 64;
        int sampleBits = isInPlanes ? 8 : (int)Math.Min(bits, 25), sampleBytes = (sampleBits + 7) / 8;
        if (sampleBytes == 3) sampleBytes = 4;
        if (blockSize is 0 or > 32
            || (blockSize & 1) != 0
            || lineLength is 0 or > 4096
            || sampleBits is 0 or > 24
            || BinaryPrimitives.ReadUInt32LittleEndian(data) > expected)
            throw new InvalidDataException(
                $"blocks of {blockSize} samples of {bits} bits in lines of {lineLength}, expected {expected} bytes");
        expected = (int)BinaryPrimitives.ReadUInt32LittleEndian(data);
        if (expected % sampleBytes != 0) throw new InvalidDataException($"{expected} bytes are not a whole number of {bits}-bit samples");
        uint[] samples = ArrayPool<uint>.Shared.Rent(expected / sampleBytes);
        byte[] result = ArrayPool<byte>.Shared.Rent(expected);
        try
        {
            var rice = new RiceDecoder(data.AsSpan(4, size - 4), sampleBits, (int)blockSize, (options & NearestNeighbour) != 0);
            rice.Decode(samples.AsSpan(0, expected / sampleBytes), (int)lineLength);
            if (isInPlanes) JoinPlanes(samples, result, expected, (int)bits / 8);
            else Write(samples.AsSpan(0, expected / sampleBytes), result, sampleBytes, (options & MostSignificantFirst) != 0);
            size = expected;
            return result;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(result);
            throw;
        }
        finally
        {
            ArrayPool<uint>.Shared.Return(samples);
        }
    }

    private static void JoinPlanes(uint[] samples, byte[] result, int size, int width)
    {
        int count = size / width;
        for (int i = 0; i < count; i++)
        {
            for (int b = 0; b < width; b++) result[(i * width) + b] = (byte)samples[(b * count) + i];
        }
        for (int i = count * width; i < size; i++) result[i] = (byte)samples[i];
    }

    private static void Write(ReadOnlySpan<uint> samples, Span<byte> result, int width, bool isBigEndian)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            for (int b = 0; b < width; b++) result[(i * width) + (isBigEndian ? width - 1 - b : b)] = (byte)(samples[i] >> (8 * b));
        }
    }
}
