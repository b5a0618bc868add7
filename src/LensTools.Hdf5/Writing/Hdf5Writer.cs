using System.Buffers.Binary;
using System.Text;
using LensTools.Hdf5.Headers;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Writing;

/// <summary>
/// Writes a new HDF5 file from a tree of groups: superblock 2, version 2 object headers with compact links and
/// attributes, contiguous datasets. The files can be read by h5py and the HDF Group's tools.
/// </summary>
internal sealed class Hdf5Writer
{
    private const int SuperblockSize = 48;
    private const ulong Undefined = ulong.MaxValue;

    private readonly Stream _stream;

    private Hdf5Writer(Stream stream) => _stream = stream;

    /// <summary>Writes the tree below <paramref name="root"/> to an empty, seekable stream.</summary>
    public static void Write(Stream stream, GroupNode root)
    {
        var writer = new Hdf5Writer(stream);
        stream.Write(new byte[SuperblockSize]);
        long rootAddress = writer.Write(root);
        long end = stream.Position;
        stream.Position = 0;
        stream.Write(Superblock(rootAddress, end));
        stream.Position = end;
    }

    private static byte[] Superblock(long root, long end)
    {
        var block = new MessageBuilder();
        block.Bytes(Headers.Superblock.Signature);
        block.U8(2);
        block.U8(8);
        block.U8(8);
        block.U8(0);
        block.U64(0);
        block.U64(Undefined);
        block.U64((ulong)end);
        block.U64((ulong)root);
        return block.WithChecksum();
    }

    // Children first, so that their addresses are known when the group's links are written.
    private long Write(GroupNode group)
    {
        var messages = new List<(MessageType, byte[])>();
        var info = new MessageBuilder();
        info.U8(0);
        info.U8(0);
        info.U64(Undefined);
        info.U64(Undefined);
        messages.Add((MessageType.LinkInfo, info.ToArray()));
        messages.Add((MessageType.GroupInfo, [0, 0]));
        foreach ((string name, object child) in group.Children)
        {
            long address = child is GroupNode inner ? Write(inner) : Write((DatasetNode)child);
            messages.Add((MessageType.Link, Link(name, address)));
        }
        AddAttributes(messages, group.Attributes);
        return WriteHeader(messages);
    }

    private long Write(DatasetNode dataset)
    {
        long data = Align();
        _stream.Write(dataset.Value.Data);
        var layout = new MessageBuilder();
        layout.U8(3);
        layout.U8((byte)Chunks.LayoutClass.Contiguous);
        layout.U64(dataset.Value.Data.Length == 0 ? Undefined : (ulong)data);
        layout.U64((ulong)dataset.Value.Data.Length);
        var messages = new List<(MessageType, byte[])>
        {
            (MessageType.Dataspace, dataset.Value.DataspaceMessage()),
            (MessageType.Datatype, dataset.Value.Type),
            // Late allocation; the fill value is written only if one is set, and none is set.
            (MessageType.FillValue, [3, 0x0a]),
            (MessageType.Layout, layout.ToArray()),
        };
        AddAttributes(messages, dataset.Attributes);
        return WriteHeader(messages);
    }

    private static void AddAttributes(List<(MessageType, byte[])> messages, IReadOnlyDictionary<string, StoredValue> attributes)
    {
        foreach ((string name, StoredValue value) in attributes)
        {
            byte[] text = Encoding.UTF8.GetBytes(name + "\0");
            byte[] space = value.DataspaceMessage();
            var message = new MessageBuilder();
            message.U8(3);
            message.U8(0);
            message.U16((ushort)text.Length);
            message.U16((ushort)value.Type.Length);
            message.U16((ushort)space.Length);
            message.U8(1);
            message.Bytes(text);
            message.Bytes(value.Type);
            message.Bytes(space);
            message.Bytes(value.Data);
            messages.Add((MessageType.Attribute, message.ToArray()));
        }
    }

    private static byte[] Link(string name, long address)
    {
        byte[] text = Encoding.UTF8.GetBytes(name);
        var message = new MessageBuilder();
        message.U8(1);
        message.U8(0x10 | 0x01);
        message.U8(1);
        message.U16((ushort)text.Length);
        message.Bytes(text);
        message.U64((ulong)address);
        return message.ToArray();
    }

    private long WriteHeader(List<(MessageType Type, byte[] Data)> messages)
    {
        var header = new MessageBuilder();
        header.Bytes("OHDR"u8);
        header.U8(2);
        header.U8(0x02);
        header.U32((uint)messages.Sum(m => 4 + m.Data.Length));
        foreach ((MessageType type, byte[] data) in messages)
        {
            if (data.Length > ushort.MaxValue)
                throw new ArgumentException($"a {type} message of {data.Length} bytes, at most {ushort.MaxValue} can be written");
            header.U8((byte)type);
            header.U16((ushort)data.Length);
            header.U8(0);
            header.Bytes(data);
        }
        long address = Align();
        _stream.Write(header.WithChecksum());
        return address;
    }

    private long Align()
    {
        Span<byte> zeros = stackalloc byte[8];
        zeros.Clear();
        _stream.Write(zeros[..(int)(-_stream.Position & 7)]);
        return _stream.Position;
    }
}

/// <summary>Little-endian fields one after another.</summary>
internal sealed class MessageBuilder
{
    private readonly MemoryStream _stream = new();

    public void U8(byte value) => _stream.WriteByte(value);

    public void U16(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        _stream.Write(bytes);
    }

    public void U32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _stream.Write(bytes);
    }

    public void U64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        _stream.Write(bytes);
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

    public byte[] ToArray() => _stream.ToArray();

    public byte[] WithChecksum()
    {
        U32(Checksum.Lookup3(_stream.GetBuffer().AsSpan(0, (int)_stream.Length)));
        return ToArray();
    }
}
