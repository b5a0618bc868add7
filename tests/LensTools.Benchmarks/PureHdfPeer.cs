using PureHDF;

namespace LensTools.Benchmarks;

/// <summary>The managed peer of our reader, at the same work.</summary>
internal static class PureHdfPeer
{
    /// <summary>Walks every object and reads every attribute and scalar; gives how many things were seen.</summary>
    public static long Walk(string path)
    {
        using IDisposable file = H5File.OpenRead(path);
        return Walk((IH5Group)file);
    }

    /// <summary>Reads a dataset of 64-bit floating point numbers whole.</summary>
    public static void ReadInto(string path, string dataset, double[] values)
    {
        using IDisposable file = H5File.OpenRead(path);
        ((IH5Group)file).Dataset(dataset).Read(values);
    }

    /// <summary>Reads values by their paths.</summary>
    public static void Lookup(string path, IEnumerable<string> names)
    {
        using IDisposable file = H5File.OpenRead(path);
        foreach (string name in names) Read(((IH5Group)file).Dataset(name));
    }

    private static long Walk(IH5Group group)
    {
        long seen = 1;
        foreach (IH5Attribute attribute in ((IH5Object)group).Attributes()) seen += Read(attribute);
        foreach (IH5Object child in group.Children())
        {
            if (child is IH5Group inner) seen += Walk(inner);
            if (child is not IH5Dataset dataset) continue;
            seen++;
            foreach (IH5Attribute attribute in dataset.Attributes()) seen += Read(attribute);
            if (dataset.Space.Dimensions.Aggregate(1UL, (product, d) => product * d) == 1) Read(dataset);
        }
        return seen;
    }

    private static object Read(IH5Dataset dataset) => (dataset.Type.Class, dataset.Type.Size) switch
    {
        (H5DataTypeClass.String or H5DataTypeClass.VariableLength, _) => dataset.Read<string[]>(),
        (H5DataTypeClass.FloatingPoint, 4) => dataset.Read<float[]>(),
        (H5DataTypeClass.FloatingPoint, _) => dataset.Read<double[]>(),
        (_, 1) => dataset.Read<byte[]>(),
        (_, 2) => dataset.Read<short[]>(),
        (_, 4) => dataset.Read<int[]>(),
        _ => dataset.Read<long[]>(),
    };

    private static long Read(IH5Attribute attribute)
    {
        object value = (attribute.Type.Class, attribute.Type.Size) switch
        {
            (H5DataTypeClass.String or H5DataTypeClass.VariableLength, _) => attribute.Read<string[]>(),
            (H5DataTypeClass.FloatingPoint, 4) => attribute.Read<float[]>(),
            (H5DataTypeClass.FloatingPoint, _) => attribute.Read<double[]>(),
            (_, 1) => attribute.Read<byte[]>(),
            (_, 2) => attribute.Read<short[]>(),
            (_, 4) => attribute.Read<int[]>(),
            _ => attribute.Read<long[]>(),
        };
        return value is Array ? 1 : throw new InvalidOperationException($"{attribute.Name} has no values");
    }
}
