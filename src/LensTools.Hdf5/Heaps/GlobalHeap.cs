using System.Collections.Concurrent;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Heaps;

/// <summary>The global heap collections that hold variable-length elements (specification III.E).</summary>
internal sealed class GlobalHeap(FileContext file)
{
    private const string Structure = "Global heap collection";

    // Two threads may read one collection at the same time; so the count is approximate for small files.
    private const int MostSmall = 65_536;

    private long _objects;

    private readonly ConcurrentDictionary<long, Dictionary<uint, (long Address, long Size)>> _collections = new();

    /// <summary>Where the object <paramref name="index"/> of the collection at <paramref name="address"/> is.</summary>
    public (long Address, long Size) Find(long address, uint index)
    {
        Dictionary<uint, (long Address, long Size)> objects = _collections.GetOrAdd(address, Read);
        return objects.TryGetValue(index, out (long Address, long Size) found)
            ? found
            : throw new Hdf5FormatException(file.Bytes.BaseAddress + address, Structure, $"has no object {index}");
    }

    private Dictionary<uint, (long Address, long Size)> Read(long address)
    {
        int headSize = 8 + file.LengthSize;
        Cursor head = Cursor.At(file, address, headSize, Structure);
        head.Expect("GCOL"u8);
        head.ExpectVersion(1, 1);
        head.Skip(3);
        long size = head.Length();
        file.Bytes.Check(address, size, Structure);

        var objects = new Dictionary<uint, (long, long)>();
        long at = address + headSize, end = address + size;
        int objectHead = 8 + file.LengthSize;
        while (end - at >= objectHead)
        {
            Cursor cursor = Cursor.At(file, at, objectHead, Structure);
            uint index = cursor.U16();
            cursor.Skip(6);
            long length = cursor.Length();
            if (index == 0) break;
            at += objectHead;
            if (length > end - at) throw cursor.Fail($"object {index} of {length} bytes does not fit into the collection");
            objects[index] = (at, length);
            // Collections that do not overlap cannot hold more objects than the file has room for.
            if (Interlocked.Increment(ref _objects) > (file.Bytes.Length / objectHead) + MostSmall)
                throw cursor.Fail("its collections overlap");
            at += (length + 7) & ~7L;
        }
        return objects;
    }
}
