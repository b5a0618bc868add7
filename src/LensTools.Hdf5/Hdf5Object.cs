using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using LensTools.Hdf5.Headers;
using LensTools.Hdf5.Storage;
using LensTools.Hdf5.Values;

namespace LensTools.Hdf5;

/// <summary>A group, dataset or committed datatype: something with a header and attributes.</summary>
public abstract class Hdf5Object
{
    private IReadOnlyList<Hdf5Attribute>? _attributes;

    private protected Hdf5Object(Hdf5File file, string path, ObjectHeader header)
    {
        File = file;
        Path = path;
        Header = header;
    }

    /// <summary>The file that holds it.</summary>
    public Hdf5File File { get; }

    /// <summary>The absolute path through which it was opened, such as <c>/entry/sample</c>.</summary>
    public string Path { get; }

    /// <summary>The last part of <see cref="Path"/>; empty for the root group.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The address of its header, which is the same for every path to it.</summary>
    public long Address => Header.Address;

    /// <summary>The object's comment; null if there is none (specification IV.A.2.n).</summary>
    public string? Comment =>
        Header.Find(MessageType.Comment) is { } message
            ? Encoding.UTF8.GetString(Header.Open(message, "Object comment message").NullTerminated())
            : null;

    /// <summary>The number of hard links to it (specification IV.A.2.w).</summary>
    public long ReferenceCount =>
        Header.Find(MessageType.ReferenceCount) is { } message
            ? ReadReferenceCount(Header.Open(message, "Object reference count message"))
            : Header.Links;

    /// <summary>When it was last modified, in UTC; null if the file does not record it (specification IV.A.2.o and s).</summary>
    public DateTime? ModificationTime =>
        Header.Modified > 0 ? DateTime.UnixEpoch.AddSeconds(Header.Modified)
        : Header.Find(MessageType.ModificationTime) is { } message ? ReadTime(Header.Open(message, "Object modification time message"))
        : Header.Find(MessageType.OldModificationTime) is { } old ? ReadOldTime(Header.Open(old, "Object modification time (old) message"))
        : null;

    internal ObjectHeader Header { get; }

    /// <summary>All its attributes, compact or dense.</summary>
    public IReadOnlyList<Hdf5Attribute> Attributes => _attributes ??= AttributeTable.Read(this);

    /// <summary>Gets the attribute with a given name without reading the values of others.</summary>
    public bool TryGetAttribute(string name, [NotNullWhen(true)] out Hdf5Attribute? attribute)
    {
        attribute = AttributeTable.Find(this, name);
        return attribute is not null;
    }

    private static long ReadReferenceCount(Cursor cursor)
    {
        cursor.ExpectVersion(0, 0);
        return cursor.U32();
    }

    private static DateTime ReadTime(Cursor cursor)
    {
        cursor.ExpectVersion(1, 1);
        cursor.Skip(3);
        return DateTime.UnixEpoch.AddSeconds(cursor.U32());
    }

    // Fourteen digits, year first.
    private static DateTime? ReadOldTime(Cursor cursor) =>
        DateTime.TryParseExact(
            Encoding.ASCII.GetString(cursor.Take(14)),
            "yyyyMMddHHmmss",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTime time)
            ? time
            : null;
}

/// <summary>A datatype that was given a name in a group.</summary>
public sealed class Hdf5CommittedDatatype : Hdf5Object
{
    private Hdf5Datatype? _datatype;

    internal Hdf5CommittedDatatype(Hdf5File file, string path, ObjectHeader header)
        : base(file, path, header)
    {
    }

    /// <summary>The type.</summary>
    public Hdf5Datatype Datatype => _datatype ??= Hdf5Datatype.Read(Header);
}
