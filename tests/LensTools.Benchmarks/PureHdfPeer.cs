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
        foreach (string name in names)
        {
            IH5Dataset dataset = ((IH5Group)file).Dataset(name);
            ReadValue(dataset.Type, () => dataset.Read<string[]>(), () => dataset.Read<byte[]>());
        }
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
            bool isScalar = dataset.Space.Dimensions.Aggregate(1UL, (product, d) => product * d) == 1;
            if (isScalar) ReadValue(dataset.Type, () => dataset.Read<string[]>(), () => dataset.Read<byte[]>());
        }
        return seen;
    }

    private static long Read(IH5Attribute attribute)
    {
        ReadValue(attribute.Type, () => attribute.Read<string[]>(), () => attribute.Read<byte[]>());
        return 1;
    }

    private static void ReadValue(IH5DataType type, Func<string[]> text, Func<byte[]> bytes)
    {
        if (type.Class is H5DataTypeClass.String or H5DataTypeClass.VariableLength) _ = text();
        else _ = bytes();
    }
}
