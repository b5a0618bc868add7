using System.Security.Cryptography;
using System.Text;

namespace LensTools.Hdf5.Tests;

/// <summary>Our reading of a file in the words of Oracle/dump.py.</summary>
internal static class FileDump
{
    public static string[] Of(string path)
    {
        var lines = new List<string>();
        using Hdf5File file = Hdf5File.Open(path);
        foreach (Hdf5Object current in file.Visit())
        {
            lines.Add($"{current.Path} {Describe(current)}");
            if (current.ReferenceCount != 1) lines.Add($"{current.Path} links {current.ReferenceCount}");
            foreach (Hdf5Attribute attribute in current.Attributes)
                lines.Add($"{current.Path}@{attribute.Name} {Guarded(() => DescribeValue(file, attribute))}");
            if (current is not Hdf5Group group) continue;
            string prefix = group.Path == "/" ? "" : group.Path;
            foreach (Hdf5Link link in group.Links)
            {
                if (link.Kind == LinkKind.Soft) lines.Add($"{prefix}/{link.Name} soft {link.Target}");
                if (link.Kind == LinkKind.External) lines.Add($"{prefix}/{link.Name} external {link.ExternalFile} {link.Target}");
            }
        }
        lines.Sort(StringComparer.Ordinal);
        return [.. lines];
    }

    private static string Describe(Hdf5Object current) => current switch
    {
        Hdf5Dataset dataset => "dataset " + Guarded(() => DescribeValue(dataset.File, dataset)),
        Hdf5Group => "group",
        _ => "datatype",
    };

    private static string DescribeValue(Hdf5File file, IHdf5Value value)
    {
        Hdf5Dataspace space = value.Dataspace;
        string shape = space.IsNull ? "null" : space.IsScalar ? "scalar" : string.Join('x', space.Dimensions);
        if (space.IsNull) return shape + " empty";
        if (value.Datatype.IsString) return $"{shape} text {Sha(Encoding.UTF8.GetBytes(string.Join('\n', value.ReadStrings())))}";
        if (value.Datatype.Class == Hdf5DatatypeClass.Reference)
            return $"{shape} reference "
                + $"{Sha(Encoding.UTF8.GetBytes(string.Join('\n', value.ReadReferences().Select(reference => Target(file, reference)))))}";
        if (value.Datatype.Class == Hdf5DatatypeClass.VariableLength)
        {
            if (IsNested(value.Datatype.Base!)) return shape + " nested";
            using var bytes = new MemoryStream();
            foreach (byte[] sequence in value.ReadSequences())
            {
                bytes.Write(sequence);
                bytes.WriteByte((byte)'|');
            }
            return $"{shape} sequence {Sha(bytes.ToArray())}";
        }
        return IsNested(value.Datatype) ? shape + " nested" : $"{shape} bytes {Sha(NativeBytes(value))}";
    }

    // h5py has no integers of a part of their bits: it gives whole ones.
    private static byte[] NativeBytes(IHdf5Value value)
    {
        Hdf5Datatype type = value.Datatype;
        if (IsPartial(type)) return Whole(value.Read<long>(), type);
        byte[] raw = value.ReadRaw();
        if (type.Class != Hdf5DatatypeClass.Compound) return raw;
        Hdf5Records records = value.ReadRecords();
        foreach (Hdf5CompoundMember member in type.Members.Where(m => IsPartial(m.Type)))
        {
            byte[] column = Whole(records.Column<long>(member.Name), member.Type);
            for (int i = 0; i < records.Count; i++)
                column.AsSpan(i * member.Type.Size, member.Type.Size).CopyTo(raw.AsSpan((i * type.Size) + member.Offset));
        }
        return raw;
    }

    private static bool IsPartial(Hdf5Datatype type) => type.Class == Hdf5DatatypeClass.FixedPoint && type.Bits != (0, type.Size * 8);

    private static byte[] Whole(long[] values, Hdf5Datatype type)
    {
        byte[] bytes = new byte[values.Length * type.Size];
        for (int i = 0; i < bytes.Length; i++)
        {
            int at = i % type.Size;
            bytes[i] = (byte)(values[i / type.Size] >> (8 * (type.IsBigEndian ? type.Size - 1 - at : at)));
        }
        return bytes;
    }

    private static string Target(Hdf5File file, Hdf5Reference reference)
    {
        if (reference.IsNull) return "null";
        Assert.Equal(reference.Address, file.Open(reference)!.Address);
        if (!reference.IsRegion) return $"{reference.Address}";
        (Hdf5Dataset dataset, Hdf5Selection region) = file.OpenRegion(reference)!.Value;
        byte[] bytes = new byte[region.ElementCount * dataset.Datatype.Size];
        dataset.ReadRaw(region, bytes);
        return $"{reference.Address} {Sha(bytes)}";
    }

    // Types that hold variable-length parts or references somewhere inside.
    private static bool IsNested(Hdf5Datatype type) =>
        type.Class is Hdf5DatatypeClass.VariableLength or Hdf5DatatypeClass.Reference ||
        (type.Base is { } inner && IsNested(inner)) || type.Members.Any(member => IsNested(member.Type));

    private static string Guarded(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (Hdf5Exception problem)
        {
            return $"ERROR {problem.Message}";
        }
    }

    private static string Sha(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
