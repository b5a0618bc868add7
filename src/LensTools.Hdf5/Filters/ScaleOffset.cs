using System.Buffers;
using System.Buffers.Binary;

namespace LensTools.Hdf5.Filters;

/// <summary>Filter 6: numbers minus their minimum, floats scaled by a power of ten, in as few bits as possible.</summary>
internal sealed class ScaleOffset : IFilter
{
    private const int HeaderSize = 21;
    private const int FloatClass = 1;

    public byte[] Decode(byte[] data, ref int size, int expected, uint[] clientData)
    {
        if (clientData.Length < 8 || size < HeaderSize) throw new InvalidDataException($"{clientData.Length} parameters and {size} bytes");
        var parameters = new Parameters(clientData, data);
        if (parameters.Width is not (1 or 2 or 4 or 8)
            || parameters.Bits > parameters.Width * 8
            || (parameters.IsFloat && parameters.Width < 4))
            throw new InvalidDataException($"{parameters.Bits} bits for elements of {parameters.Width} bytes");
        int count = expected / parameters.Width;
        byte[] result = ArrayPool<byte>.Shared.Rent(expected);
        try
        {
            ReadOnlySpan<byte> packed = data.AsSpan(HeaderSize, size - HeaderSize);
            if (parameters.Bits == parameters.Width * 8) CopyWhole(packed, result, expected);
            else Unpack(packed, result, count, parameters);
            size = expected;
            return result;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(result);
            throw;
        }
    }

    private static void CopyWhole(ReadOnlySpan<byte> packed, Span<byte> result, int expected)
    {
        if (packed.Length < expected) throw new InvalidDataException($"{packed.Length} bytes, expected {expected}");
        packed[..expected].CopyTo(result);
    }

    private static void Unpack(ReadOnlySpan<byte> packed, Span<byte> result, int count, Parameters parameters)
    {
        var bits = new BitReader(packed);
        ulong fillCode = parameters.Bits == 0 ? 0 : (1UL << parameters.Bits) - 1;
        double scale = Math.Pow(10, parameters.Scale);
        for (int i = 0; i < count; i++)
        {
            ulong code = bits.Read(parameters.Bits);
            ulong value = parameters.HasFill && parameters.Bits > 0 && code == fillCode
                ? parameters.Fill
                : parameters.IsFloat ? Float(code, scale, parameters) : code + parameters.Minimum;
            Write(result.Slice(i * parameters.Width, parameters.Width), value, parameters.IsBigEndian);
        }
    }

    // In the precision of the stored type, as the library computes it.
    private static ulong Float(ulong code, double scale, Parameters parameters) => parameters.Width == 4
        ? BitConverter.SingleToUInt32Bits(((float)(int)code / (float)scale) + BitConverter.UInt32BitsToSingle((uint)parameters.Minimum))
        : BitConverter.DoubleToUInt64Bits(((double)(long)code / scale) + BitConverter.UInt64BitsToDouble(parameters.Minimum));

    private static void Write(Span<byte> target, ulong value, bool isBigEndian)
    {
        for (int b = 0; b < target.Length; b++, value >>= 8) target[isBigEndian ? target.Length - 1 - b : b] = (byte)value;
    }

    private readonly struct Parameters
    {
        public Parameters(uint[] client, byte[] header)
        {
            IsFloat = client[3] == FloatClass;
            Scale = (int)client[1];
            Width = (int)Math.Min(client[4], 16);
            IsBigEndian = client[6] == 1;
            HasFill = client[7] != 0;
            ulong fill = 0;
            for (int i = 8; i < client.Length && i < 10; i++) fill |= (ulong)client[i] << (32 * (i - 8));
            Fill = fill;
            Bits = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(header), 65);
            int width = Math.Min((int)header[4], 8);
            ulong minimum = 0;
            for (int i = width - 1; i >= 0; i--) minimum = (minimum << 8) | header[5 + i];
            Minimum = minimum;
        }

        public bool IsFloat { get; }

        public int Scale { get; }

        public int Width { get; }

        public bool IsBigEndian { get; }

        public bool HasFill { get; }

        public ulong Fill { get; }

        public int Bits { get; }

        public ulong Minimum { get; }
    }
}
