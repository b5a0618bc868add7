namespace LensTools.Hdf5.Filters;

/// <summary>Reads numbers of any width from a stream of bits, the most significant bit first.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private long _position;

    /// <summary>The next <paramref name="count"/> bits, 0 to 64.</summary>
    /// <exception cref="InvalidDataException">The stream has fewer.</exception>
    public ulong Read(int count)
    {
        if (_position + count > _bytes.Length * 8L) throw new InvalidDataException("its packed bits end too early");
        ulong value = 0;
        while (count > 0)
        {
            int inByte = (int)(_position & 7);
            int take = Math.Min(count, 8 - inByte);
            int bits = (_bytes[(int)(_position >> 3)] >> (8 - inByte - take)) & ((1 << take) - 1);
            value = (value << take) | (uint)bits;
            _position += take;
            count -= take;
        }
        return value;
    }

    /// <summary>Zeros up to the next one, which is consumed too.</summary>
    /// <exception cref="InvalidDataException">There is no other one.</exception>
    public int ReadUnary()
    {
        int zeros = 0;
        while (Read(1) == 0) zeros++;
        return zeros;
    }
}
