using LensTools.Hdf5.Heaps;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Headers;

/// <summary>
/// Locates the messages that several object headers share (specification IV.A.2.p and III.I): one fractal heap for
/// each set of message types.
/// </summary>
internal sealed class SharedMessageTable
{
    private const string Structure = "Shared message table";

    private readonly FileContext _file;
    private readonly List<(int Types, long Heap)> _indexes = [];

    private SharedMessageTable(FileContext file) => _file = file;

    /// <summary>The table of a file; empty if its superblock has none.</summary>
    public static SharedMessageTable Read(FileContext file, long extensionAddress)
    {
        var table = new SharedMessageTable(file);
        if (extensionAddress < 0) return table;
        ObjectHeader extension = ObjectHeader.Read(file, extensionAddress);
        if (extension.Find(MessageType.SharedMessageTable) is not { } message) return table;
        Cursor cursor = extension.Open(message, "Shared message table message");
        cursor.ExpectVersion(0, 0);
        long address = cursor.Offset();
        table.ReadIndexes(address, cursor.U8());
        return table;
    }

    /// <summary>The message of a type that a heap ID names.</summary>
    public Cursor Open(MessageType type, ReadOnlySpan<byte> heapId, string structure)
    {
        foreach ((int types, long heap) in _indexes)
        {
            if ((types >> (int)type & 1) == 0 || heap < 0) continue;
            ReadOnlySpan<byte> message = new FractalHeap(_file, heap).Get(heapId, out long address);
            return new Cursor(_file, address, message, structure);
        }
        throw new Hdf5FormatException(_file.Bytes.BaseAddress, structure, $"the file has no heap of shared {type} messages");
    }

    private void ReadIndexes(long address, int count)
    {
        int entry = 1 + 1 + 2 + 4 + 2 + 2 + 2 + (2 * _file.OffsetSize);
        Cursor cursor = Cursor.At(_file, address, 4 + (count * entry) + 4, Structure);
        cursor.Expect("SMTB"u8);
        for (int i = 0; i < count; i++)
        {
            cursor.ExpectVersion(0, 0);
            cursor.Skip(1);
            int types = cursor.U16();
            cursor.Skip(4 + 2 + 2 + 2);
            _ = cursor.Offset();
            _indexes.Add((types, cursor.Offset()));
        }
        cursor.ExpectChecksum();
    }
}
