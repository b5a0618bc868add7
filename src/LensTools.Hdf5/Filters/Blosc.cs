using System.Buffers;
using System.Buffers.Binary;

namespace LensTools.Hdf5.Filters;

/// <summary>
/// Filter 32001: Blosc 1, blocks that are shuffled and compressed by one of several codecs (c-blosc, README_CHUNK_FORMAT).
/// </summary>
internal sealed class Blosc : IFilter
{
    private const int HeaderSize = 16;
    private const int LargestSplitType = 16;
    private const int SmallestSplit = 128;
    private const int ByteShuffled = 1, Copied = 2, BitShuffled = 4, NotSplit = 16;

    public byte[] Decode(byte[] data, ref int size, int expected, uint[] clientData)
    {
        if (size < HeaderSize) throw new InvalidDataException($"{size} bytes are too few for a header");
        ReadOnlySpan<byte> source = data.AsSpan(0, size);
        int flags = source[2], width = source[3];
        long total = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
        long blockSize = BinaryPrimitives.ReadUInt32LittleEndian(source[8..]);
        if (total > expected + 16L || (blockSize == 0 && total > 0) || width == 0)
            throw new InvalidDataException($"{total} bytes in blocks of {blockSize}, expected {expected}");
        byte[] result = ArrayPool<byte>.Shared.Rent((int)total);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(blockSize, total));
        try
        {
            Span<byte> target = result.AsSpan(0, (int)total);
            if ((flags & Copied) != 0)
            {
                if (source.Length - HeaderSize < total) throw new InvalidDataException("ends too early");
                source.Slice(HeaderSize, (int)total).CopyTo(target);
            }
            else
            {
                DecodeBlocks(source, target, buffer, flags, width, (int)Math.Min(blockSize, total));
            }
            size = (int)total;
            return result;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(result);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void DecodeBlocks(ReadOnlySpan<byte> source, Span<byte> target, byte[] buffer, int flags, int width, int blockSize)
    {
        int blocks = (target.Length + blockSize - 1) / Math.Max(1, blockSize);
        if (source.Length < HeaderSize + (4L * blocks)) throw new InvalidDataException("ends within its table of block offsets");
        for (int i = 0; i < blocks; i++)
        {
            long start = BinaryPrimitives.ReadUInt32LittleEndian(source[(HeaderSize + (4 * i))..]);
            if (start > source.Length) throw new InvalidDataException($"a block at {start} of {source.Length} bytes");
            Span<byte> block = target[(i * blockSize)..];
            bool isLeftover = block.Length < blockSize;
            if (!isLeftover) block = block[..blockSize];
            bool isSplit = (flags & NotSplit) == 0 && width <= LargestSplitType && blockSize / width >= SmallestSplit && !isLeftover;
            Span<byte> shuffled = buffer.AsSpan(0, block.Length);
            DecodeStreams(source[(int)start..], shuffled, isSplit ? width : 1, flags >> 5);
            if ((flags & ByteShuffled) != 0 && width > 1) Shuffle.Undo(shuffled, block, width);
            else if ((flags & BitShuffled) != 0) UndoBits(shuffled, block, width);
            else shuffled.CopyTo(block);
        }
    }

    private static void UndoBits(ReadOnlySpan<byte> shuffled, Span<byte> block, int width)
    {
        int whole = block.Length / width / 8 * 8 * width;
        Bitshuffle.Unshuffle(shuffled[..whole], block[..whole], width);
        shuffled[whole..].CopyTo(block[whole..]);
    }

    private static void DecodeStreams(ReadOnlySpan<byte> source, Span<byte> target, int streams, int codec)
    {
        int size = target.Length / streams;
        for (int i = 0; i < streams; i++)
        {
            if (source.Length < 4) throw new InvalidDataException("ends within the size of a stream");
            uint stored = BinaryPrimitives.ReadUInt32LittleEndian(source);
            if (stored > source.Length - 4)
                throw new InvalidDataException($"a stream of {stored} bytes, but only {source.Length - 4} are left");
            ReadOnlySpan<byte> stream = source.Slice(4, (int)stored);
            Span<byte> part = target.Slice(i * size, size);
            if (stored == size) stream.CopyTo(part);
            else DecodeStream(stream, part, codec);
            source = source[(4 + (int)stored)..];
        }
    }

    private static void DecodeStream(ReadOnlySpan<byte> source, Span<byte> target, int codec)
    {
        switch (codec)
        {
            case 0:
                BloscLz.Decode(source, target);
                break;
            case 1:
                Lz4.Unpack(source, target);
                break;
            case 2:
                Snappy.Decode(source, target);
                break;
            case 3:
                if (Deflate.Unpack(new MemoryStream(source.ToArray()), target) < target.Length)
                    throw new InvalidDataException("a zlib stream is too short");
                break;
            case 4:
                if (Zstandard.Unpack(source, target) != target.Length) throw new InvalidDataException("a Zstandard stream is too short");
                break;
            default:
                throw new InvalidDataException($"codec {codec}, expected 0 to 4");
        }
    }
}
