using System.Text;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5;

/// <summary>The kinds of link.</summary>
public enum LinkKind
{
    /// <summary>To an object of this file by its address.</summary>
    Hard,
    /// <summary>To a path in this file.</summary>
    Soft,
    /// <summary>To a path in another file.</summary>
    External,
}

/// <summary>A named entry of a group (specification IV.A.2.g).</summary>
/// <param name="Name">The name in its group.</param>
/// <param name="Kind">The kind of link.</param>
/// <param name="Address">The object header of a hard link, else -1.</param>
/// <param name="Target">The path of a soft or external link, else empty.</param>
/// <param name="ExternalFile">The file of an external link, as written, else empty.</param>
public readonly record struct Hdf5Link(string Name, LinkKind Kind, long Address, string Target, string ExternalFile)
{
    private const int HardType = 0, SoftType = 1, ExternalType = 64;

    internal static ReadOnlySpan<byte> NameOf(Cursor cursor)
    {
        ReadHead(ref cursor, out _, out int nameLength);
        return cursor.Take(nameLength);
    }

    internal static Hdf5Link Parse(Cursor cursor)
    {
        ReadHead(ref cursor, out int type, out int nameLength);
        string name = Encoding.UTF8.GetString(cursor.Take(nameLength));
        switch (type)
        {
            case HardType:
                return new Hdf5Link(name, LinkKind.Hard, cursor.Offset(), "", "");
            case SoftType:
                return new Hdf5Link(name, LinkKind.Soft, -1, Encoding.UTF8.GetString(cursor.Take(cursor.U16())), "");
            case ExternalType:
                cursor.Skip(2 + 1);
                string file = Encoding.UTF8.GetString(cursor.NullTerminated());
                return new Hdf5Link(name, LinkKind.External, -1, Encoding.UTF8.GetString(cursor.NullTerminated()), file);
            default:
                throw cursor.Unsupported($"link type {type}");
        }
    }

    private static void ReadHead(ref Cursor cursor, out int type, out int nameLength)
    {
        cursor.ExpectVersion(1, 1);
        byte flags = cursor.U8();
        type = (flags & 0x08) != 0 ? cursor.U8() : HardType;
        if ((flags & 0x04) != 0) cursor.Skip(8);
        if ((flags & 0x10) != 0) cursor.Skip(1);
        ulong length = cursor.Unsigned(1 << (flags & 3));
        if (length > (ulong)cursor.Remaining) throw cursor.Fail($"a link name of {length} bytes");
        nameLength = (int)length;
    }
}
