using System.Buffers;
using ZstdSharp;

namespace LensTools.Hdf5.Filters;

/// <summary>Filter 32015: a Zstandard frame.</summary>
internal sealed class Zstandard : IFilter
{
    public byte[] Decode(byte[] data, ref int size, int expected, uint[] clientData)
    {
        byte[] result = ArrayPool<byte>.Shared.Rent(expected + 16);
        try
        {
            size = Unpack(data.AsSpan(0, size), result.AsSpan(0, expected + 16));
            return result;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(result);
            throw;
        }
    }

    /// <summary>Decompresses a frame; returns the number of bytes.</summary>
    public static int Unpack(ReadOnlySpan<byte> source, Span<byte> target)
    {
        try
        {
            using var decompressor = new Decompressor();
            return decompressor.Unwrap(source, target);
        }
        catch (ZstdException problem)
        {
            throw new InvalidDataException(problem.Message, problem);
        }
    }
}
