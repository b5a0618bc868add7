using System.Buffers;
using System.IO.Compression;

namespace LensTools.Hdf5.Filters;

/// <summary>Filter 1: a zlib stream.</summary>
internal sealed class Deflate : IDirectFilter
{
    public byte[] Decode(byte[] data, ref int size, int expected, uint[] clientData)
    {
        // A later filter in the pipeline may have added a few bytes, such as a checksum.
        byte[] result = ArrayPool<byte>.Shared.Rent(expected + 16);
        try
        {
            size = Unpack(new MemoryStream(data, 0, size), result.AsSpan(0, expected + 16));
            return result;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(result);
            throw;
        }
    }

    public int Decode(byte[] data, int size, Span<byte> target, uint[] clientData) => Unpack(new MemoryStream(data, 0, size), target);

    /// <summary>Inflates into <paramref name="target"/>, which may be longer than needed; returns the number of bytes.</summary>
    public static int Unpack(MemoryStream source, Span<byte> target)
    {
        try
        {
            using var stream = new ZLibStream(source, CompressionMode.Decompress);
            return stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
        catch (IOException problem)
        {
            // For some damage, .NET reports the zlib failure as an I/O error.
            throw new InvalidDataException(problem.Message, problem);
        }
    }
}
