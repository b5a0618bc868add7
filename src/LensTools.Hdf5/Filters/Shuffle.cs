using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LensTools.Hdf5.Filters;

/// <summary>Filter 2: all first bytes of the elements, then all second bytes, and so on.</summary>
internal sealed class Shuffle : IDirectFilter
{
    public byte[] Decode(byte[] data, ref int size, int expected, uint[] clientData)
    {
        if (!IsShuffled(size, clientData, out int width)) return data;
        byte[] result = ArrayPool<byte>.Shared.Rent(size);
        Undo(data.AsSpan(0, size), result.AsSpan(0, size), width);
        return result;
    }

    public int Decode(byte[] data, int size, Span<byte> target, uint[] clientData)
    {
        ReadOnlySpan<byte> source = data.AsSpan(0, Math.Min(size, target.Length));
        if (size != target.Length || !IsShuffled(size, clientData, out int width)) source.CopyTo(target);
        else Undo(source, target, width);
        return source.Length;
    }

    private static bool IsShuffled(int size, uint[] clientData, out int width)
    {
        width = clientData.Length > 0 ? (int)Math.Min(clientData[0], int.MaxValue) : 0;
        return width > 1 && size / width > 1;
    }

    /// <summary>Reassembles the bytes of each element; leftover bytes at the end were not shuffled.</summary>
    public static void Undo(ReadOnlySpan<byte> source, Span<byte> target, int width)
    {
        int count = source.Length / width;
        source[(count * width)..].CopyTo(target[(count * width)..]);
        int done = width switch
        {
            2 => Unshuffle2(source, target, count),
            4 => Unshuffle4(source, target, count),
            8 => Unshuffle8(source, target, count),
            _ => 0,
        };
        for (int b = 0; b < width; b++)
        {
            ReadOnlySpan<byte> plane = source.Slice(b * count, count);
            for (int i = done; i < count; i++) target[(i * width) + b] = plane[i];
        }
    }

    private static int Unshuffle2(ReadOnlySpan<byte> source, Span<byte> target, int count)
    {
        int i = 0;
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(target);
        for (; i + 16 <= count; i += 16)
        {
            Vector128<byte> a = Vector128.LoadUnsafe(ref from, (nuint)i);
            Vector128<byte> b = Vector128.LoadUnsafe(ref from, (nuint)(count + i));
            Interleave(a, b, out Vector128<byte> low, out Vector128<byte> high);
            low.StoreUnsafe(ref to, (nuint)(i * 2));
            high.StoreUnsafe(ref to, (nuint)((i * 2) + 16));
        }
        return i;
    }

    private static int Unshuffle4(ReadOnlySpan<byte> source, Span<byte> target, int count)
    {
        int i = 0;
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(target);
        for (; i + 16 <= count; i += 16)
        {
            Vector128<byte> a = Vector128.LoadUnsafe(ref from, (nuint)i);
            Vector128<byte> b = Vector128.LoadUnsafe(ref from, (nuint)(count + i));
            Vector128<byte> c = Vector128.LoadUnsafe(ref from, (nuint)((2 * count) + i));
            Vector128<byte> d = Vector128.LoadUnsafe(ref from, (nuint)((3 * count) + i));
            Interleave(a, b, out Vector128<byte> abLow, out Vector128<byte> abHigh);
            Interleave(c, d, out Vector128<byte> cdLow, out Vector128<byte> cdHigh);
            Interleave16(abLow, cdLow, out Vector128<byte> r0, out Vector128<byte> r1);
            Interleave16(abHigh, cdHigh, out Vector128<byte> r2, out Vector128<byte> r3);
            nuint at = (nuint)(i * 4);
            r0.StoreUnsafe(ref to, at);
            r1.StoreUnsafe(ref to, at + 16);
            r2.StoreUnsafe(ref to, at + 32);
            r3.StoreUnsafe(ref to, at + 48);
        }
        return i;
    }

    private static int Unshuffle8(ReadOnlySpan<byte> source, Span<byte> target, int count)
    {
        int i = 0;
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(target);
        for (; i + 16 <= count; i += 16)
        {
            nuint n = (nuint)count, at = (nuint)i;
            Interleave(
                Vector128.LoadUnsafe(ref from, at),
                Vector128.LoadUnsafe(ref from, n + at),
                out Vector128<byte> ab0,
                out Vector128<byte> ab1);
            Interleave(
                Vector128.LoadUnsafe(ref from, (2 * n) + at),
                Vector128.LoadUnsafe(ref from, (3 * n) + at),
                out Vector128<byte> cd0,
                out Vector128<byte> cd1);
            Interleave(
                Vector128.LoadUnsafe(ref from, (4 * n) + at),
                Vector128.LoadUnsafe(ref from, (5 * n) + at),
                out Vector128<byte> ef0,
                out Vector128<byte> ef1);
            Interleave(
                Vector128.LoadUnsafe(ref from, (6 * n) + at),
                Vector128.LoadUnsafe(ref from, (7 * n) + at),
                out Vector128<byte> gh0,
                out Vector128<byte> gh1);
            nuint o = at * 8;
            Store8(ab0, cd0, ef0, gh0, ref to, o);
            Store8(ab1, cd1, ef1, gh1, ref to, o + 64);
        }
        return i;
    }

    private static void Store8(Vector128<byte> ab, Vector128<byte> cd, Vector128<byte> ef, Vector128<byte> gh, ref byte to, nuint at)
    {
        Interleave16(ab, cd, out Vector128<byte> abcd0, out Vector128<byte> abcd1);
        Interleave16(ef, gh, out Vector128<byte> efgh0, out Vector128<byte> efgh1);
        Interleave32(abcd0, efgh0, out Vector128<byte> r0, out Vector128<byte> r1);
        Interleave32(abcd1, efgh1, out Vector128<byte> r2, out Vector128<byte> r3);
        r0.StoreUnsafe(ref to, at);
        r1.StoreUnsafe(ref to, at + 16);
        r2.StoreUnsafe(ref to, at + 32);
        r3.StoreUnsafe(ref to, at + 48);
    }

    private static void Interleave(Vector128<byte> a, Vector128<byte> b, out Vector128<byte> low, out Vector128<byte> high)
    {
        if (System.Runtime.Intrinsics.X86.Sse2.IsSupported)
        {
            low = System.Runtime.Intrinsics.X86.Sse2.UnpackLow(a, b);
            high = System.Runtime.Intrinsics.X86.Sse2.UnpackHigh(a, b);
            return;
        }
        (Vector128<ushort> aLow, Vector128<ushort> aHigh) = Vector128.Widen(a);
        (Vector128<ushort> bLow, Vector128<ushort> bHigh) = Vector128.Widen(b);
        low = (aLow | (bLow << 8)).AsByte();
        high = (aHigh | (bHigh << 8)).AsByte();
    }

    private static void Interleave16(Vector128<byte> a, Vector128<byte> b, out Vector128<byte> low, out Vector128<byte> high)
    {
        if (System.Runtime.Intrinsics.X86.Sse2.IsSupported)
        {
            low = System.Runtime.Intrinsics.X86.Sse2.UnpackLow(a.AsUInt16(), b.AsUInt16()).AsByte();
            high = System.Runtime.Intrinsics.X86.Sse2.UnpackHigh(a.AsUInt16(), b.AsUInt16()).AsByte();
            return;
        }
        (Vector128<uint> aLow, Vector128<uint> aHigh) = Vector128.Widen(a.AsUInt16());
        (Vector128<uint> bLow, Vector128<uint> bHigh) = Vector128.Widen(b.AsUInt16());
        low = (aLow | (bLow << 16)).AsByte();
        high = (aHigh | (bHigh << 16)).AsByte();
    }

    private static void Interleave32(Vector128<byte> a, Vector128<byte> b, out Vector128<byte> low, out Vector128<byte> high)
    {
        (Vector128<ulong> aLow, Vector128<ulong> aHigh) = Vector128.Widen(a.AsUInt32());
        (Vector128<ulong> bLow, Vector128<ulong> bHigh) = Vector128.Widen(b.AsUInt32());
        low = (aLow | (bLow << 32)).AsByte();
        high = (aHigh | (bHigh << 32)).AsByte();
    }
}
