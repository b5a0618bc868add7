using System.Buffers.Binary;
using System.Text;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Formats.Muons;

/// <summary>
/// The sections of a MUD file: each has a size, a type and a number, all little-endian, and groups list their members with the distance
/// from the group's end. Source: TRIUMF, "MUD Data Format".
/// </summary>
internal sealed class MudFile(string path, ReadOnlyMemory<byte> all)
{
    /// <summary>The types of sections that are read.</summary>
    public const uint Group = 0x0101_0003, RunDescription = 0x0102_0001, HistogramHeader = 0x0102_0002, HistogramData = 0x0102_0003,
        Variable = 0x0102_0005;

    // Size, type, number; and of a group the number of its members and their size.
    private const int CoreSize = 12, GroupSize = CoreSize + 8, IndexSize = 12;

    // A run is a group of a few groups.
    private const int MostSections = 10_000, Deepest = 4;

    private int _sections;

    /// <summary>Whether bytes begin as a file of this format does: with the group that is all of it.</summary>
    public static bool IsOne(ReadOnlySpan<byte> head)
    {
        if (head.Length < GroupSize + IndexSize) return false;
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(head), type = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        long members = BinaryPrimitives.ReadUInt32LittleEndian(head[CoreSize..]);
        return type == Group && size == GroupSize + (IndexSize * members);
    }

    /// <summary>Every section that is no group, in the order of the file.</summary>
    /// <exception cref="LensException">A section lies outside the file.</exception>
    public IReadOnlyList<MudSection> Read()
    {
        var found = new List<MudSection>();
        ReadMembers(0, found, 0);
        return found;
    }

    private void ReadMembers(long at, List<MudSection> found, int depth)
    {
        ReadOnlySpan<byte> group = Slice(at, GroupSize);
        long count = BinaryPrimitives.ReadUInt32LittleEndian(group[CoreSize..]);
        // Groups count too, for several may list the same one.
        if (depth > Deepest || _sections + count > MostSections) throw Damaged(at, $"a group of {count} sections");
        _sections += (int)count;
        long end = at + GroupSize + (count * IndexSize);
        for (int i = 0; i < count; i++)
        {
            uint offset = BinaryPrimitives.ReadUInt32LittleEndian(Slice(at + GroupSize + (i * IndexSize), IndexSize));
            long start = end + offset;
            ReadOnlySpan<byte> core = Slice(start, CoreSize);
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(core), type = BinaryPrimitives.ReadUInt32LittleEndian(core[4..]);
            // Of a group the size is that of its index, and its members lie behind it.
            if (type == Group) ReadMembers(start, found, depth + 1);
            else if (size < CoreSize) throw Damaged(start, $"a section of {size} bytes");
            else
            {
                Slice(start, size);
                uint instance = BinaryPrimitives.ReadUInt32LittleEndian(core[8..]);
                found.Add(new MudSection(type, instance, start, all.Slice((int)start + CoreSize, (int)size - CoreSize)));
            }
        }
    }

    private ReadOnlySpan<byte> Slice(long at, long length) => at + length <= all.Length
        ? all.Span.Slice((int)at, (int)length)
        : throw Damaged(at, $"a section of {length} bytes begins there, and the file has {all.Length}");

    private LensException Damaged(long at, string problem) => new(DatasetFile.Damaged(path, $"byte {at}", problem));
}

/// <summary>A section without its core.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Number">Its number among those of its type and group, from 1.</param>
/// <param name="At">The byte where it begins.</param>
/// <param name="Content">What it holds.</param>
internal sealed record MudSection(uint Type, uint Number, long At, ReadOnlyMemory<byte> Content)
{
    /// <summary>Reads its fields one after the other.</summary>
    public MudFields Fields() => new(Content.Span);
}

/// <summary>Reads the fields of a section in their order; a section that ends early throws.</summary>
internal ref struct MudFields(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Bytes(8));

    /// <summary>A text with its length in two bytes before it, in Latin-1.</summary>
    public string Text() => Encoding.Latin1.GetString(Bytes(BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2)))).TrimEnd('\0').Trim();

    public ReadOnlySpan<byte> Bytes(long count)
    {
        if (count > _rest.Length) throw new InvalidDataException($"a section ends {count - _rest.Length} bytes too early");
        ReadOnlySpan<byte> taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
