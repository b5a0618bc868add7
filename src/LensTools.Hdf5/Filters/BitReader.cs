using System.Buffers.Binary;
using System.Numerics;

namespace LensTools.Hdf5.Filters;

/// <summary>Reads numbers of any width from a stream of bits, the most significant bit first.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    // An eight-byte window that starts in the middle of a byte holds at least this many bits.
    private const int Window = 57;

    // No encoder writes a run of this many zeros.
    private const int Longest = 1 << 28;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private long _position;

    /// <summary>The next <paramref name="count"/> bits, 0 to 64.</summary>
    /// <exception cref="InvalidDataException">The stream has fewer.</exception>
    public ulong Read(int count)
    {
        if (count > Window) return (Read(count - 32) << 32) | Read(32);
        if (count == 0) return 0;
        if (_position + count > _bytes.Length * 8L) throw TooShort();
        ulong value = Peek() >> (64 - count);
        _position += count;
        return value;
    }

    /// <summary>The number of 0 bits before the next 1 bit, which is also consumed.</summary>
    /// <exception cref="InvalidDataException">There are no more 1 bits.</exception>
    public int ReadUnary()
    {
        int zeros = 0;
        while (true)
        {
            int here = BitOperations.LeadingZeroCount(Peek());
            if (here < Window)
            {
                _position += here + 1;
                return _position <= _bytes.Length * 8L ? zeros + here : throw TooShort();
            }
            zeros += Window;
            _position += Window;
            if (_position >= _bytes.Length * 8L || zeros > Longest) throw TooShort();
        }
    }

    // The bits from the position on, left-aligned; bits beyond the end of the stream are zero.
    private readonly ulong Peek()
    {
        int at = (int)(_position >> 3);
        if (at + 8 <= _bytes.Length) return BinaryPrimitives.ReadUInt64BigEndian(_bytes[at..]) << (int)(_position & 7);
        ulong window = 0;
        for (int i = 0; i < 8; i++) window = (window << 8) | (at + i < _bytes.Length ? _bytes[at + i] : 0u);
        return window << (int)(_position & 7);
    }

    private static InvalidDataException TooShort() => new("its packed bits end too early");
}
