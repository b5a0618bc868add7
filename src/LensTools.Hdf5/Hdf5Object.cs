using System.Diagnostics.CodeAnalysis;
using LensTools.Hdf5.Headers;
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

    /// <summary>The absolute path by which it was reached, such as <c>/entry/sample</c>.</summary>
    public string Path { get; }

    /// <summary>The last part of <see cref="Path"/>; empty for the root group.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The address of its header, which is the same however it was reached.</summary>
    public long Address => Header.Address;

    internal ObjectHeader Header { get; }

    /// <summary>All its attributes, compact or dense.</summary>
    public IReadOnlyList<Hdf5Attribute> Attributes => _attributes ??= AttributeTable.Read(this);

    /// <summary>The attribute of a name, found without reading its siblings' values.</summary>
    public bool TryGetAttribute(string name, [NotNullWhen(true)] out Hdf5Attribute? attribute)
    {
        attribute = AttributeTable.Find(this, name);
        return attribute is not null;
    }
}

/// <summary>A datatype that was given a name in a group.</summary>
public sealed class Hdf5CommittedDatatype : Hdf5Object
{
    private Datatype? _datatype;

    internal Hdf5CommittedDatatype(Hdf5File file, string path, ObjectHeader header)
        : base(file, path, header)
    {
    }

    /// <summary>The type.</summary>
    public Datatype Datatype => _datatype ??= Datatype.Read(Header);
}
