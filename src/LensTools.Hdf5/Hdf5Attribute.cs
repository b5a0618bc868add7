using LensTools.Hdf5.Storage;
using LensTools.Hdf5.Values;

namespace LensTools.Hdf5;

/// <summary>A small named value of an object (specification IV.A.2.m).</summary>
public sealed class Hdf5Attribute : IHdf5Value
{
    private readonly FileContext _file;
    private readonly byte[] _data;

    internal Hdf5Attribute(FileContext file, string name, Hdf5Datatype datatype, Hdf5Dataspace dataspace, long address, byte[] data)
    {
        _file = file;
        Name = name;
        Datatype = datatype;
        Dataspace = dataspace;
        Address = address;
        _data = data;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public Hdf5Datatype Datatype { get; }

    /// <inheritdoc/>
    public Hdf5Dataspace Dataspace { get; }

    /// <summary>The location of its message in the file.</summary>
    public long Address { get; }

    /// <inheritdoc/>
    public T[] Read<T>()
        where T : unmanaged, System.Numerics.INumber<T> => Elements.ToNumbers<T>(_file, Datatype, _data, Address);

    /// <inheritdoc/>
    public string[] ReadStrings() => Elements.ToStrings(_file, Datatype, _data, Address);

    /// <inheritdoc/>
    public byte[][] ReadSequences() => Elements.ToSequences(_file, Datatype, _data, Address);

    /// <inheritdoc/>
    public Hdf5Records ReadRecords() => new(_file, Datatype, _data, Address);

    /// <inheritdoc/>
    public Hdf5Reference[] ReadReferences() => Hdf5Reference.Read(_file, Datatype, _data, Address);

    /// <inheritdoc/>
    public byte[] ReadRaw() => [.. _data];
}
