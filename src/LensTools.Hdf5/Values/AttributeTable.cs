using System.Buffers.Binary;
using System.Text;
using LensTools.Hdf5.Groups;
using LensTools.Hdf5.Headers;
using LensTools.Hdf5.Heaps;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Values;

/// <summary>Reads the attributes of an object: compact ones from its header, dense ones from a fractal heap.</summary>
internal static class AttributeTable
{
    private const string Structure = "Attribute message";
    private const int HashAt = 13;

    public static IReadOnlyList<Hdf5Attribute> Read(Hdf5Object owner)
    {
        ObjectHeader header = owner.Header;
        var attributes = new List<Hdf5Attribute>();
        foreach (HeaderMessage message in header.Messages)
        {
            if (message.Type == MessageType.Attribute) attributes.Add(Parse(header.File, header.Open(message, Structure)));
        }
        if (OpenDense(header) is { } dense)
        {
            foreach (ReadOnlyMemory<byte> record in dense.Index.Records())
                attributes.Add(Parse(header.File, Open(header.File, dense.Heap, record)));
        }
        return attributes;
    }

    public static Hdf5Attribute? Find(Hdf5Object owner, string name)
    {
        ObjectHeader header = owner.Header;
        int size = Encoding.UTF8.GetByteCount(name);
        Span<byte> wanted = size <= 256 ? stackalloc byte[size] : new byte[size];
        Encoding.UTF8.GetBytes(name, wanted);
        foreach (HeaderMessage message in header.Messages)
        {
            if (message.Type != MessageType.Attribute) continue;
            if (NameOf(header.Open(message, Structure)).SequenceEqual(wanted)) return Parse(header.File, header.Open(message, Structure));
        }
        if (OpenDense(header) is not { } dense) return null;

        uint hash = Checksum.Lookup3(wanted);
        foreach (ReadOnlyMemory<byte> record in dense.Index.Find(
            r => r.Length < HashAt + 4 ? 0 : hash.CompareTo(BinaryPrimitives.ReadUInt32LittleEndian(r.Span[HashAt..]))))
        {
            if (NameOf(Open(header.File, dense.Heap, record)).SequenceEqual(wanted))
                return Parse(header.File, Open(header.File, dense.Heap, record));
        }
        return null;
    }

    private static (FractalHeap Heap, BTree2 Index)? OpenDense(ObjectHeader header)
    {
        if (header.Find(MessageType.AttributeInfo) is not { } message) return null;
        Cursor cursor = header.Open(message, "Attribute info message");
        cursor.ExpectVersion(0, 0);
        if ((cursor.U8() & 1) != 0) cursor.Skip(2);
        long heap = cursor.Offset();
        long index = cursor.Offset();
        return heap < 0 || index < 0 ? null : (new FractalHeap(header.File, heap), new BTree2(header.File, index));
    }

    private static Cursor Open(FileContext file, FractalHeap heap, ReadOnlyMemory<byte> record)
    {
        if (record.Length < HashAt + 4)
            throw new Hdf5FormatException(file.Bytes.BaseAddress, "B-tree version 2", "records too short for attribute names");
        if ((record.Span[8] & 2) != 0) return file.SharedMessages.Open(MessageType.Attribute, record.Span[..8], Structure);
        ReadOnlySpan<byte> message = heap.Get(record.Span[..8], out long address);
        return new Cursor(file, address, message, Structure);
    }

    private static ReadOnlySpan<byte> NameOf(Cursor cursor)
    {
        Head head = ReadHead(ref cursor);
        return TrimName(cursor.Take(head.NameSize));
    }

    private static Hdf5Attribute Parse(FileContext file, Cursor cursor)
    {
        Head head = ReadHead(ref cursor);
        long address = cursor.Address;
        string name = Encoding.UTF8.GetString(TrimName(TakePadded(ref cursor, head, head.NameSize)));
        long typeAddress = cursor.Address;
        ReadOnlySpan<byte> typeBytes = TakePadded(ref cursor, head, head.TypeSize);
        long spaceAddress = cursor.Address;
        ReadOnlySpan<byte> spaceBytes = TakePadded(ref cursor, head, head.SpaceSize);
        Hdf5Datatype type = head.IsTypeShared
            ? Hdf5Datatype.Parse(
                file, ObjectHeader.OpenShared(file, MessageType.Datatype, typeAddress, head.TypeSize, "Datatype message", 0))
            : Hdf5Datatype.Parse(file, new Cursor(file, typeAddress, typeBytes, "Datatype message"));
        Hdf5Dataspace space = head.IsSpaceShared
            ? Hdf5Dataspace.Parse(ObjectHeader.OpenShared(
                file, MessageType.Dataspace, spaceAddress, head.SpaceSize, "Dataspace message", 0))
            : Hdf5Dataspace.Parse(new Cursor(file, spaceAddress, spaceBytes, "Dataspace message"));
        long size = space.ElementCount == 0 ? 0 : CheckedSize(cursor, space.ElementCount, type.Size);
        byte[] data = cursor.Take(size).ToArray();
        return new Hdf5Attribute(file, name, type, space, address, data);
    }

    private static long CheckedSize(Cursor cursor, long count, int size) =>
        size == 0 || count <= cursor.Remaining / size
            ? count * size
            : throw cursor.Fail($"{count} elements of {size} bytes in {cursor.Remaining} bytes");

    private static Head ReadHead(ref Cursor cursor)
    {
        byte version = cursor.ExpectVersion(1, 3);
        byte flags = cursor.U8();
        int name = cursor.U16(), type = cursor.U16(), space = cursor.U16();
        if (version == 3) cursor.Skip(1);
        if (version == 1) flags = 0;
        return new Head(version == 1, name, type, space, (flags & 1) != 0, (flags & 2) != 0);
    }

    private static ReadOnlySpan<byte> TakePadded(ref Cursor cursor, Head head, int size)
    {
        ReadOnlySpan<byte> bytes = cursor.Take(size);
        if (head.IsPadded) cursor.Skip(Math.Min(-size & 7, cursor.Remaining));
        return bytes;
    }

    private static ReadOnlySpan<byte> TrimName(ReadOnlySpan<byte> name)
    {
        int end = name.IndexOf((byte)0);
        return end < 0 ? name : name[..end];
    }

    private readonly record struct Head(bool IsPadded, int NameSize, int TypeSize, int SpaceSize, bool IsTypeShared, bool IsSpaceShared);
}
