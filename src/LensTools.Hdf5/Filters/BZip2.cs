using System.Buffers;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.BZip2;

namespace LensTools.Hdf5.Filters;

/// <summary>Filter 307: a bzip2 stream.</summary>
internal sealed class BZip2 : IFilter
{
    public byte[] Decode(byte[] data, ref int size, int expected, uint[] clientData)
    {
        byte[] result = ArrayPool<byte>.Shared.Rent(expected + 16);
        try
        {
            using var stream = new BZip2InputStream(new MemoryStream(data, 0, size));
            size = stream.ReadAtLeast(result.AsSpan(0, expected + 16), expected + 16, throwOnEndOfStream: false);
            return result;
        }
        catch (Exception problem) when (problem is SharpZipBaseException or IndexOutOfRangeException or EndOfStreamException)
        {
            // In places, the package detects damaged streams only by exceeding the bounds of its arrays.
            ArrayPool<byte>.Shared.Return(result);
            throw new InvalidDataException($"not a bzip2 stream: {problem.Message}", problem);
        }
    }
}
