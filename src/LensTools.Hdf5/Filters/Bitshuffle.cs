using System.Buffers;
using System.Buffers.Binary;

namespace LensTools.Hdf5.Filters;

/// <summary>Filter 32008: all first bits of the elements of a block, then all second bits; then LZ4 or Zstandard, or nothing.</summary>
internal sealed class Bitshuffle : IFilter
{
    private const int HeaderSize = 12;
    private const uint WithLz4 = 2;
    private const uint WithZstandard = 3;

    public byte[] Decode(byte[] data, ref int size, int expected, uint[] clientData)
    {
        if (clientData.Length < 4 || clientData[2] is 0 or > 1 << 20) throw new InvalidDataException($"{clientData.Length} parameters");
        int width = (int)clientData[2];
        uint compression = clientData.Length > 4 ? clientData[4] : 0;
        ReadOnlySpan<byte> source = data.AsSpan(0, size);
        int blockElements = clientData[3] > 0 ? (int)Math.Min(clientData[3], int.MaxValue / width) : Math.Max(8192 / width / 8 * 8, 128);
        int total = expected;
        if (compression is WithLz4 or WithZstandard)
        {
            if (size < HeaderSize) throw new InvalidDataException($"{size} bytes are too few for a header");
            ulong stated = BinaryPrimitives.ReadUInt64BigEndian(source);
            blockElements = (int)(BinaryPrimitives.ReadUInt32BigEndian(source[8..]) / (uint)width);
            if (stated > (ulong)expected + 16) throw new InvalidDataException($"{stated} bytes, expected {expected}");
            total = (int)stated;
            source = source[HeaderSize..];
        }
        else if (compression != 0)
        {
            throw new InvalidDataException($"compression {compression}, expected 0 (none), 2 (LZ4) or 3 (Zstandard)");
        }
        if (blockElements < 8 || blockElements % 8 != 0) throw new InvalidDataException($"blocks of {blockElements} elements");
        byte[] result = ArrayPool<byte>.Shared.Rent(total);
        byte[] block = ArrayPool<byte>.Shared.Rent(Math.Min(blockElements, Math.Max(total / width, 8)) * width);
        try
        {
            DecodeBlocks(source, result.AsSpan(0, total), block, width, blockElements, compression);
            size = total;
            return result;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(result);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>Undoes the shuffling of a number of elements that is a multiple of eight.</summary>
    public static void Unshuffle(ReadOnlySpan<byte> source, Span<byte> target, int width)
    {
        int groups = target.Length / width / 8;
        for (int b = 0; b < width; b++)
        {
            for (int group = 0; group < groups; group++)
            {
                // Eight planes give eight bits of eight elements: an 8 x 8 bit matrix to transpose.
                ulong bits = 0;
                for (int plane = 0; plane < 8; plane++) bits |= (ulong)source[(((b * 8) + plane) * groups) + group] << (8 * plane);
                bits = Transpose(bits);
                for (int element = 0; element < 8; element++) target[(((group * 8) + element) * width) + b] = (byte)(bits >> (8 * element));
            }
        }
    }

    private static void DecodeBlocks(
        ReadOnlySpan<byte> source,
        Span<byte> target,
        byte[] buffer,
        int width,
        int blockElements,
        uint compression)
    {
        int elements = target.Length / width;
        while (elements >= 8)
        {
            int inBlock = Math.Min(blockElements, elements / 8 * 8);
            Span<byte> block = buffer.AsSpan(0, inBlock * width);
            TakeBlock(ref source, block, compression);
            Unshuffle(block, target[..block.Length], width);
            target = target[block.Length..];
            elements -= inBlock;
        }
        // Fewer than eight elements are left as they are.
        if (source.Length < target.Length) throw new InvalidDataException("ends too early");
        source[..target.Length].CopyTo(target);
    }

    private static void TakeBlock(ref ReadOnlySpan<byte> source, Span<byte> block, uint compression)
    {
        if (compression == 0)
        {
            if (source.Length < block.Length) throw new InvalidDataException("ends too early");
            source[..block.Length].CopyTo(block);
            source = source[block.Length..];
            return;
        }
        ReadOnlySpan<byte> stored = Lz4.TakeBlock(ref source);
        if (compression == WithLz4) Lz4.Unpack(stored, block);
        else if (Zstandard.Unpack(stored, block) != block.Length) throw new InvalidDataException("a Zstandard block is too short");
    }

    // Hacker's Delight, 7-3: swaps ever larger blocks of bits over the diagonal.
    private static ulong Transpose(ulong x)
    {
        ulong t = (x ^ (x >> 7)) & 0x00aa00aa00aa00aa;
        x = x ^ t ^ (t << 7);
        t = (x ^ (x >> 14)) & 0x0000cccc0000cccc;
        x = x ^ t ^ (t << 14);
        t = (x ^ (x >> 28)) & 0x00000000f0f0f0f0;
        return x ^ t ^ (t << 28);
    }
}
