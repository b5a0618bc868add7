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
            foreach (Hdf5Attribute attribute in current.Attributes) lines.Add($"{current.Path}@{attribute.Name} {Guarded(() => DescribeValue(attribute))}");
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
        Hdf5Dataset dataset => "dataset " + Guarded(() => DescribeValue(dataset)),
        Hdf5Group => "group",
        _ => "datatype",
    };

    private static string DescribeValue(IHdf5Value value)
    {
        Dataspace space = value.Dataspace;
        string shape = space.IsNull ? "null" : space.IsScalar ? "scalar" : string.Join('x', space.Dimensions);
        if (space.IsNull) return shape + " empty";
        if (value.Datatype.IsString) return $"{shape} text {Sha(Encoding.UTF8.GetBytes(string.Join('\n', value.ReadStrings())))}";
        if (value.Datatype.Class == DatatypeClass.Reference) return shape + " reference";
        if (value.Datatype.Class == DatatypeClass.VariableLength)
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
        return IsNested(value.Datatype) ? shape + " nested" : $"{shape} bytes {Sha(value.ReadRaw())}";
    }

    // Types that hold variable-length parts or references somewhere inside.
    private static bool IsNested(Datatype type) =>
        type.Class is DatatypeClass.VariableLength or DatatypeClass.Reference ||
        (type.Base is { } inner && IsNested(inner)) || type.Members.Any(member => IsNested(member.Type));

    private static string Guarded(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (Hdf5FormatException problem)
        {
            return $"ERROR {problem.Message}";
        }
    }

    private static string Sha(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();
}
