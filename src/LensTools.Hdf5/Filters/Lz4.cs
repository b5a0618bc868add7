using System.Buffers;
using System.Buffers.Binary;
using K4os.Compression.LZ4;

namespace LensTools.Hdf5.Filters;

/// <summary>Filter 32004: LZ4 blocks, each preceded by its big-endian size.</summary>
internal sealed class Lz4 : IFilter
{
    private const int HeaderSize = 12;

    public byte[] Decode(byte[] data, ref int size, int expected, uint[] clientData)
    {
        if (size < HeaderSize) throw new InvalidDataException($"{size} bytes are too few for a header");
        ReadOnlySpan<byte> source = data.AsSpan(0, size);
        ulong total = BinaryPrimitives.ReadUInt64BigEndian(source);
        uint blockSize = BinaryPrimitives.ReadUInt32BigEndian(source[8..]);
        if (total > (ulong)expected + 16 || (blockSize == 0 && total > 0))
            throw new InvalidDataException($"{total} bytes in blocks of {blockSize}, expected {expected}");
        byte[] result = ArrayPool<byte>.Shared.Rent((int)total);
        try
        {
            Span<byte> target = result.AsSpan(0, (int)total);
            source = source[HeaderSize..];
            while (!target.IsEmpty)
            {
                Span<byte> block = target[..(int)Math.Min(blockSize, (uint)target.Length)];
                DecodeBlock(TakeBlock(ref source), block);
                target = target[block.Length..];
            }
            size = (int)total;
            return result;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(result);
            throw;
        }
    }

    /// <summary>The bytes that follow a big-endian size.</summary>
    public static ReadOnlySpan<byte> TakeBlock(ref ReadOnlySpan<byte> source)
    {
        if (source.Length < 4) throw new InvalidDataException("ends within the size of a block");
        uint stored = BinaryPrimitives.ReadUInt32BigEndian(source);
        if (stored > source.Length - 4) throw new InvalidDataException($"a block of {stored} bytes, but only {source.Length - 4} are left");
        ReadOnlySpan<byte> block = source.Slice(4, (int)stored);
        source = source[(4 + (int)stored)..];
        return block;
    }

    /// <summary>Fills <paramref name="target"/>; a block that LZ4 could not compress is stored unchanged.</summary>
    public static void DecodeBlock(ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (source.Length == target.Length)
        {
            source.CopyTo(target);
            return;
        }
        Unpack(source, target);
    }

    /// <summary>Fills <paramref name="target"/> from an LZ4 block.</summary>
    public static void Unpack(ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (LZ4Codec.Decode(source, target) != target.Length)
            throw new InvalidDataException($"an LZ4 block does not give {target.Length} bytes");
    }
}
