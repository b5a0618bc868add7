namespace LensTools.Hdf5.Tests;

/// <summary>Damages a file the way transfers, disks and strangers do: flips, truncates, splices, sets fields to extremes.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly ulong[] Extremes = [
        0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x7fffffffffffffff, 0x8000000000000000,
        0xffffffffffffffff];

    private readonly Random _random = new(seed);

    public byte[] Mutate(byte[] original)
    {
        byte[] bytes = [.. original];
        int times = 1 + _random.Next(6);
        for (int i = 0; i < times && bytes.Length > 16; i++) bytes = Once(bytes);
        return bytes;
    }

    private byte[] Once(byte[] bytes)
    {
        int at = _random.Next(bytes.Length);
        switch (_random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)_random.Next(256);
                return bytes;
            case 2:
                return bytes[..Math.Max(1, at)];
            case 3:
                SetField(bytes, at, Extremes[_random.Next(Extremes.Length)]);
                return bytes;
            case 4:
                SetField(bytes, at, (ulong)_random.NextInt64(bytes.Length * 2L));
                return bytes;
            case 5:
                int length = Math.Min(_random.Next(1, 512), bytes.Length - at);
                Array.Copy(bytes, _random.Next(bytes.Length - length + 1), bytes, at, length);
                return bytes;
            default:
                // An address of one structure in the place of another: cycles and overlaps.
                int source = _random.Next(Math.Max(1, bytes.Length - 8)) & ~7, target = _random.Next(Math.Max(1, bytes.Length - 8)) & ~7;
                Array.Copy(bytes, source, bytes, target, Math.Min(8, bytes.Length - Math.Max(source, target)));
                return bytes;
        }
    }

    private void SetField(byte[] bytes, int at, ulong value)
    {
        int width = 1 << _random.Next(4);
        for (int i = 0; i < width && at + i < bytes.Length; i++, value >>= 8) bytes[at + i] = (byte)value;
    }
}
