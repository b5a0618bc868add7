using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace LensTools.Engine.Plots.Rendering;

/// <summary>Pixels as a PNG (ISO/IEC 15948), without anything but them: for images within other documents.</summary>
internal static class PngImage
{
    /// <summary>The PNG of pixels of three bytes (red, green, blue), row by row from the top.</summary>
    public static byte[] Of(byte[] pixels, int columns, int rows)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, columns);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), rows);
        // Eight bits a channel, true colour.
        (header[8], header[9]) = (8, 2);
        Chunk(png, "IHDR"u8, header);
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int row = 0; row < rows; row++)
            {
                // No filter.
                zip.WriteByte(0);
                zip.Write(pixels, row * columns * 3, columns * 3);
            }
        }
        Chunk(png, "IDAT"u8, packed.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        var crc = new Crc32();
        crc.Append(type);
        crc.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.GetCurrentHashAsUInt32());
        png.Write(number);
    }
}
