using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Headers;

/// <summary>An object header, version 1 or 2, with its continuation blocks (specification IV.A.1): the locations of its messages.</summary>
internal sealed class ObjectHeader
{
    private const string Structure = "Object header";
    private const int MaximumMessages = 65_536;
    private const int MaximumBlocks = 8_192;
    private const int MaximumSharing = 8;

    private readonly HeaderMessage[] _messages;

    private ObjectHeader(FileContext file, long address, HeaderMessage[] messages, long links, long modified)
    {
        File = file;
        Address = address;
        _messages = messages;
        Links = links;
        Modified = modified;
    }

    public FileContext File { get; }

    public long Address { get; }

    /// <summary>The number of hard links that the prefix gives; one in version 2, which has a message for more.</summary>
    public long Links { get; }

    /// <summary>Seconds of Unix time from the prefix, or -1.</summary>
    public long Modified { get; }

    public ReadOnlySpan<HeaderMessage> Messages => _messages;

    public static ObjectHeader Read(FileContext file, long address)
    {
        ReadOnlySpan<byte> start = file.Bytes.Read(address, 16, Structure);
        bool isNew = start.StartsWith("OHDR"u8);
        var reader = new BlockReader(file, address);
        if (isNew) reader.ReadVersion2();
        else reader.ReadVersion1();
        return new ObjectHeader(file, address, reader.ToArray(), reader.Links, reader.Modified);
    }

    /// <summary>The first message of a type, or null.</summary>
    public HeaderMessage? Find(MessageType type)
    {
        foreach (HeaderMessage message in _messages)
        {
            if (message.Type == type) return message;
        }
        return null;
    }

    /// <summary>A cursor over a message's data; shared messages are followed to their actual data.</summary>
    public Cursor Open(HeaderMessage message, string structure) =>
        message.IsShared
            ? OpenShared(File, message.Type, message.Address, message.Size, structure, 0)
            : Cursor.At(File, message.Address, message.Size, structure);

    /// <summary>Follows a "shared message" record (specification IV.A.2, shared message) to the message it stands for.</summary>
    public static Cursor OpenShared(FileContext file, MessageType type, long address, int size, string structure, int depth)
    {
        if (depth > MaximumSharing)
            throw new Hdf5FormatException(file.Bytes.BaseAddress + address, structure, "shared messages form a cycle");
        Cursor cursor = Cursor.At(file, address, size, structure);
        byte version = cursor.ExpectVersion(1, 3);
        byte kind = cursor.U8();
        if (version == 1) cursor.Skip(6);
        if (version == 3 && kind == 1) return file.SharedMessages.Open(type, cursor.Take(8), structure);
        long target = cursor.Offset();
        ObjectHeader header = Read(file, target);
        if (header.Find(type) is not { } message)
            throw cursor.Fail($"the object header at {target} that it shares has no {type} message");
        return message.IsShared
            ? OpenShared(file, type, message.Address, message.Size, structure, depth + 1)
            : Cursor.At(file, message.Address, message.Size, structure);
    }

    private ref struct BlockReader(FileContext file, long address)
    {
        private readonly List<HeaderMessage> _messages = new(8);
        private readonly Queue<(long Address, long Size)> _blocks = new();
        private int _blockCount;

        public long Links { get; private set; } = 1;

        public long Modified { get; private set; } = -1;

        public readonly HeaderMessage[] ToArray() => [.. _messages];

        public void ReadVersion1()
        {
            Cursor prefix = Cursor.At(file, address, 16, Structure);
            prefix.ExpectVersion(1, 1);
            prefix.Skip(1);
            int count = prefix.U16();
            Links = prefix.U32();
            long size = prefix.U32();
            ReadMessages1(address + 16, size, count);
            while (_blocks.TryDequeue(out (long Address, long Size) block)) ReadMessages1(block.Address, block.Size, count);
        }

        public void ReadVersion2()
        {
            int longestPrefix = 4 + 1 + 1 + 16 + 4 + 8;
            Cursor cursor = Cursor.At(file, address, (int)Math.Min(longestPrefix, file.Bytes.Length - address), Structure);
            cursor.Expect("OHDR"u8);
            cursor.ExpectVersion(2, 2);
            byte flags = cursor.U8();
            if ((flags & 0x20) != 0)
            {
                // Access, modification, change and birth.
                cursor.Skip(4);
                Modified = cursor.U32();
                cursor.Skip(8);
            }
            if ((flags & 0x10) != 0) cursor.Skip(4);
            long size = (long)cursor.Unsigned(1 << (flags & 3));
            bool hasOrder = (flags & 0x04) != 0;
            ReadMessages2(address, cursor.Position, size, hasOrder);
            while (_blocks.TryDequeue(out (long Address, long Size) block))
            {
                Cursor start = Cursor.At(file, block.Address, 4, "Object header continuation");
                start.Expect("OCHK"u8);
                ReadMessages2(block.Address, 4, block.Size - 8, hasOrder);
            }
        }

        private void ReadMessages1(long start, long size, int count)
        {
            CountBlock();
            file.Bytes.Check(start, size, Structure);
            long at = start, end = start + size;
            while (end - at >= 8 && _messages.Count < count)
            {
                Cursor cursor = Cursor.At(file, at, 8, Structure);
                var type = (MessageType)cursor.U16();
                int length = cursor.U16();
                byte flags = cursor.U8();
                at += 8;
                if (length > end - at) throw cursor.Fail($"a {type} message of {length} bytes does not fit into its block");
                Add(new HeaderMessage(type, flags, at, length));
                at += length;
            }
        }

        private void ReadMessages2(long start, int prefix, long size, bool hasOrder)
        {
            CountBlock();
            if (size < 0 || size > int.MaxValue - 64)
                throw new Hdf5FormatException(file.Bytes.BaseAddress + start, Structure, $"a block of {size} bytes");
            Cursor cursor = Cursor.At(file, start, prefix + (int)size + 4, Structure);
            cursor.Skip(prefix);
            int head = hasOrder ? 6 : 4;
            int end = prefix + (int)size;
            while (end - cursor.Position >= head)
            {
                var type = (MessageType)cursor.U8();
                int length = cursor.U16();
                byte flags = cursor.U8();
                if (hasOrder) cursor.Skip(2);
                if (length > end - cursor.Position) throw cursor.Fail($"a {type} message of {length} bytes does not fit into its block");
                Add(new HeaderMessage(type, flags, cursor.Address, length));
                cursor.Skip(length);
            }
            cursor.Skip(end - cursor.Position);
            cursor.ExpectChecksum();
        }

        private readonly void Add(HeaderMessage message)
        {
            if (_messages.Count >= MaximumMessages)
                throw new Hdf5FormatException(file.Bytes.BaseAddress + address, Structure, $"more than {MaximumMessages} messages");
            _messages.Add(message);
            if (message.Type != MessageType.Continuation) return;
            Cursor cursor = Cursor.At(file, message.Address, message.Size, "Object header continuation message");
            _blocks.Enqueue((cursor.Offset(), cursor.Length()));
        }

        private void CountBlock()
        {
            if (++_blockCount > MaximumBlocks)
                throw new Hdf5FormatException(
                    file.Bytes.BaseAddress + address,
                    Structure,
                    $"more than {MaximumBlocks} continuation blocks: they form a cycle");
        }
    }
}
