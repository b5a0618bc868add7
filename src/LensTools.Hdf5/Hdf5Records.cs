using System.Numerics;
using LensTools.Hdf5.Storage;
using LensTools.Hdf5.Values;

namespace LensTools.Hdf5;

/// <summary>
/// The elements of a compound type, by rows and by columns. A member is named by its path, such as <c>time</c> or
/// <c>position/x</c> for a member of a member.
/// </summary>
public sealed class Hdf5Records
{
    private readonly FileContext _file;
    private readonly byte[] _data;
    private readonly long _address;

    internal Hdf5Records(FileContext file, Hdf5Datatype datatype, byte[] data, long address)
    {
        Hdf5Datatype flat = Elements.Flatten(datatype);
        if (flat.Class != Hdf5DatatypeClass.Compound) throw Elements.Fail(file, address, $"{datatype} is not a compound");
        _file = file;
        _data = data;
        _address = address;
        Datatype = flat;
        Count = flat.Size == 0 ? 0 : data.Length / flat.Size;
    }

    /// <summary>The compound type.</summary>
    public Hdf5Datatype Datatype { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>One row.</summary>
    public Hdf5Record this[int row] =>
        row >= 0 && row < Count ? new Hdf5Record(this, row) : throw new ArgumentOutOfRangeException(nameof(row), $"row {row} of {Count}");

    /// <summary>A member of every row; the parts of an array member follow one another.</summary>
    /// <exception cref="ArgumentException">There is no such member.</exception>
    /// <exception cref="Hdf5TypeMismatchException">The member holds no numbers, or one does not fit into
    /// <typeparamref name="T"/>.</exception>
    public T[] Column<T>(string member)
        where T : unmanaged, INumber<T> =>
        Elements.ToNumbers<T>(_file, Find(member, out int offset), Gather(member, offset, 0, Count), _address);

    /// <summary>A member of every row as text.</summary>
    /// <exception cref="ArgumentException">There is no such member.</exception>
    /// <exception cref="Hdf5TypeMismatchException">The member is no text.</exception>
    public string[] TextColumn(string member) =>
        Elements.ToStrings(_file, Find(member, out int offset), Gather(member, offset, 0, Count), _address);

    internal T[] Numbers<T>(int row, string member)
        where T : unmanaged, INumber<T> =>
        Elements.ToNumbers<T>(_file, Find(member, out int offset), Gather(member, offset, row, 1), _address);

    internal string Text(int row, string member) =>
        Elements.ToStrings(_file, Find(member, out int offset), Gather(member, offset, row, 1), _address)[0];

    private byte[] Gather(string member, int offset, int first, int count)
    {
        int size = Find(member, out _).Size;
        byte[] gathered = new byte[(long)size * count];
        for (int i = 0; i < count; i++) _data.AsSpan(((first + i) * Datatype.Size) + offset, size).CopyTo(gathered.AsSpan(i * size));
        return gathered;
    }

    private Hdf5Datatype Find(string path, out int offset)
    {
        Hdf5Datatype type = Datatype;
        offset = 0;
        // A name may hold a slash itself, such as "Q (1/nm)".
        for (string rest = path; rest.Length > 0;)
        {
            Hdf5CompoundMember member = type.Members.FirstOrDefault(m => m.Name == rest)
                ?? type.Members.FirstOrDefault(m => rest.StartsWith(m.Name + "/", StringComparison.Ordinal))
                ?? throw new ArgumentException(
                    $"there is no member \"{path}\"; the members are {string.Join(", ", type.Members.Select(m => m.Name))}", nameof(path));
            offset += member.Offset;
            type = member.Type;
            rest = rest.Length == member.Name.Length ? "" : rest[(member.Name.Length + 1)..];
        }
        return path.Length > 0 ? type : throw new ArgumentException("a member without a name", nameof(path));
    }
}

/// <summary>One row of <see cref="Hdf5Records"/>.</summary>
public readonly struct Hdf5Record
{
    private readonly Hdf5Records _records;
    private readonly int _row;

    internal Hdf5Record(Hdf5Records records, int row)
    {
        _records = records;
        _row = row;
    }

    /// <summary>A number; for an array, the first one.</summary>
    /// <exception cref="Hdf5TypeMismatchException">The member holds no numbers, or it does not fit into
    /// <typeparamref name="T"/>.</exception>
    public T Get<T>(string member)
        where T : unmanaged, INumber<T> => _records.Numbers<T>(_row, member)[0];

    /// <summary>All numbers of an array.</summary>
    /// <exception cref="Hdf5TypeMismatchException">The member holds no numbers, or one does not fit into
    /// <typeparamref name="T"/>.</exception>
    public T[] GetArray<T>(string member)
        where T : unmanaged, INumber<T> => _records.Numbers<T>(_row, member);

    /// <summary>Text.</summary>
    /// <exception cref="Hdf5TypeMismatchException">The member is no text.</exception>
    public string GetText(string member) => _records.Text(_row, member);
}
