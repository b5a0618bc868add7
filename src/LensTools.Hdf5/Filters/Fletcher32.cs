using System.Buffers.Binary;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Filters;

/// <summary>Filter 3: a four-byte checksum after the data.</summary>
internal sealed class Fletcher32 : IFilter
{
    public byte[] Decode(byte[] data, ref int size, int expected, uint[] clientData)
    {
        if (size < 4) throw new InvalidDataException($"{size} bytes are too few for a checksum");
        size -= 4;
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(size));
        uint computed = Checksum.Fletcher32(data.AsSpan(0, size));
        // HDF5 before 1.6.3 byte-swapped the halves on little-endian machines; readers accept both.
        uint swapped = ((computed & 0x00ff00ff) << 8) | ((computed & 0xff00ff00) >> 8);
        if (stored != computed && stored != swapped)
            throw new InvalidDataException($"its checksum is {stored:x8}, but its bytes give {computed:x8}");
        return data;
    }
}
