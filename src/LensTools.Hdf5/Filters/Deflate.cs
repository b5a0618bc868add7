using System.Buffers;
using System.IO.Compression;

namespace LensTools.Hdf5.Filters;

/// <summary>Filter 1: a zlib stream.</summary>
internal sealed class Deflate : IFilter
{
    public byte[] Decode(byte[] data, ref int size, int expected, uint[] clientData)
    {
        // A later filter in the pipeline may have added a few bytes, such as a checksum.
        byte[] result = ArrayPool<byte>.Shared.Rent(expected + 16);
        try
        {
            using var stream = new ZLibStream(new MemoryStream(data, 0, size), CompressionMode.Decompress);
            size = stream.ReadAtLeast(result.AsSpan(0, expected + 16), expected + 16, throwOnEndOfStream: false);
            return result;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(result);
            throw;
        }
    }
}
