using System.Buffers;

namespace LensTools.Hdf5.Filters;

/// <summary>Filter 5: only the significant bits of each number, including those in arrays and compound members.</summary>
internal sealed class NBit : IFilter
{
    private const int MaximumDepth = 16;

    public byte[] Decode(byte[] data, ref int size, int expected, uint[] clientData)
    {
        if (clientData.Length < 5) throw new InvalidDataException($"{clientData.Length} parameters");
        // The second parameter indicates that no bits could be omitted.
        if (clientData[1] != 0) return data;
        int element = ElementSize(clientData);
        byte[] result = ArrayPool<byte>.Shared.Rent(expected);
        try
        {
            result.AsSpan(0, expected).Clear();
            var bits = new BitReader(data.AsSpan(0, size));
            for (int at = 0; at + element <= expected; at += element)
            {
                int parameter = 3;
                Unpack(ref bits, result.AsSpan(at, element), clientData, ref parameter, 0);
            }
            size = expected;
            return result;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(result);
            throw;
        }
    }

    private static int ElementSize(uint[] client) =>
        client[4] is > 0 and <= 1 << 24 ? (int)client[4] : throw new InvalidDataException($"elements of {client[4]} bytes");

    private static void Unpack(ref BitReader bits, Span<byte> target, uint[] client, ref int parameter, int depth)
    {
        if (depth > MaximumDepth) throw new InvalidDataException("its types are nested too deeply");
        switch (Next(client, ref parameter))
        {
            case 1: UnpackNumber(ref bits, target, client, ref parameter); break;
            case 2: UnpackArray(ref bits, target, client, ref parameter, depth); break;
            case 3: UnpackCompound(ref bits, target, client, ref parameter, depth); break;
            case 4:
                Span<byte> whole = Part(target, 0, Next(client, ref parameter));
                for (int i = 0; i < whole.Length; i++) whole[i] = (byte)bits.Read(8);
                break;
            default: throw new InvalidDataException("a type of unknown class");
        }
    }

    private static void UnpackNumber(ref BitReader bits, Span<byte> target, uint[] client, ref int parameter)
    {
        Span<byte> number = Part(target, 0, Next(client, ref parameter));
        bool isBigEndian = Next(client, ref parameter) == 1;
        long precision = Next(client, ref parameter), offset = Next(client, ref parameter);
        if (precision is 0 or > 64 || offset + precision > number.Length * 8)
            throw new InvalidDataException($"{precision} bits at {offset} in {number.Length} bytes");
        ulong value = bits.Read((int)precision);
        for (int bit = 0; bit < precision; bit++)
        {
            if ((value >> bit & 1) == 0) continue;
            int at = (int)offset + bit;
            number[isBigEndian ? number.Length - 1 - (at / 8) : at / 8] |= (byte)(1 << (at % 8));
        }
    }

    private static void UnpackArray(ref BitReader bits, Span<byte> target, uint[] client, ref int parameter, int depth)
    {
        Span<byte> all = Part(target, 0, Next(client, ref parameter));
        if (parameter + 1 >= client.Length || client[parameter + 1] == 0) throw new InvalidDataException("an array without a base type");
        int element = (int)Math.Min(client[parameter + 1], int.MaxValue);
        int start = parameter;
        for (int at = 0; at + element <= all.Length; at += element)
        {
            parameter = start;
            Unpack(ref bits, all.Slice(at, element), client, ref parameter, depth + 1);
        }
    }

    private static void UnpackCompound(ref BitReader bits, Span<byte> target, uint[] client, ref int parameter, int depth)
    {
        Span<byte> all = Part(target, 0, Next(client, ref parameter));
        uint members = Next(client, ref parameter);
        for (uint member = 0; member < members; member++)
        {
            uint offset = Next(client, ref parameter);
            if (offset > all.Length) throw new InvalidDataException($"a member at {offset} of {all.Length} bytes");
            Unpack(ref bits, all[(int)offset..], client, ref parameter, depth + 1);
        }
    }

    private static uint Next(uint[] client, ref int parameter) =>
        parameter < client.Length ? client[parameter++] : throw new InvalidDataException("it has too few parameters");

    private static Span<byte> Part(Span<byte> target, int start, uint size) =>
        size <= target.Length - start
            ? target.Slice(start, (int)size)
            : throw new InvalidDataException($"a part of {size} bytes in {target.Length}");
}
