namespace LensTools.Hdf5.Headers;

/// <summary>The header messages by their type number (specification IV.A.2).</summary>
internal enum MessageType : ushort
{
    Nil = 0x00,
    Dataspace = 0x01,
    LinkInfo = 0x02,
    Datatype = 0x03,
    OldFillValue = 0x04,
    FillValue = 0x05,
    Link = 0x06,
    ExternalFiles = 0x07,
    Layout = 0x08,
    GroupInfo = 0x0a,
    FilterPipeline = 0x0b,
    Attribute = 0x0c,
    Comment = 0x0d,
    OldModificationTime = 0x0e,
    SharedMessageTable = 0x0f,
    Continuation = 0x10,
    SymbolTable = 0x11,
    ModificationTime = 0x12,
    AttributeInfo = 0x15,
    ReferenceCount = 0x16,
}

/// <summary>The location of one message's data, and its flags.</summary>
internal readonly record struct HeaderMessage(MessageType Type, byte Flags, long Address, int Size)
{
    public bool IsShared => (Flags & 0x02) != 0;
}
