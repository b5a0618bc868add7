using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>NeXus values as text and numbers, and the classes of groups.</summary>
internal static class NexusValues
{
    private const int MostValuesAsText = 16;

    /// <summary>The value of a dataset or attribute of few elements as text; null if it has more or cannot be written as text.</summary>
    public static string? Text(IHdf5Value value)
    {
        if (value.Dataspace.ElementCount is 0 or > MostValuesAsText) return null;
        if (value.Datatype.IsString) return string.Join(", ", value.ReadStrings().Select(s => s.Trim()));
        return value.Datatype.Class switch
        {
            Hdf5DatatypeClass.FixedPoint when value.Datatype.IsSigned => Join(value.Read<long>()),
            Hdf5DatatypeClass.FixedPoint => Join(value.Read<ulong>()),
            Hdf5DatatypeClass.FloatingPoint when value.Datatype.Size <= 4 => Join(value.Read<float>()),
            Hdf5DatatypeClass.FloatingPoint => Join(value.Read<double>()),
            Hdf5DatatypeClass.Enumeration when value.Datatype.IsBoolean => string.Join(
                ", ", value.Read<byte>().Select(b => b != 0 ? "true" : "false")),
            Hdf5DatatypeClass.Enumeration => Join(value.Read<long>()),
            _ => null,
        };
    }

    /// <summary>The text of an attribute; null if there is none.</summary>
    public static string? Attribute(Hdf5Object owner, string name) =>
        owner.TryGetAttribute(name, out Hdf5Attribute? attribute) ? Text(attribute) : null;

    /// <summary>The unit of a dataset; some writers spell the attribute in the singular.</summary>
    public static string? Unit(Hdf5Object owner) => Attribute(owner, "units") ?? Attribute(owner, "unit");

    /// <summary>Whether a group declares a class, in NeXus' or canSAS's attribute.</summary>
    public static bool IsOfClass(Hdf5Object candidate, string name) =>
        candidate is Hdf5Group group && NexusTree.Of(group.File).IsOfClass(group, name);

    /// <summary>The groups of a class right below a group.</summary>
    public static IEnumerable<Hdf5Group> GroupsOfClass(Hdf5Group parent, string name) =>
        Children(parent).Where(child => IsOfClass(child, name)).Cast<Hdf5Group>();

    /// <summary>What a group holds, links followed; opened only once.</summary>
    public static IReadOnlyList<Hdf5Object> Children(Hdf5Group parent) => NexusTree.Of(parent.File).Children(parent);

    /// <summary>The groups below the root that declare themselves entries.</summary>
    public static IEnumerable<Hdf5Group> EntriesOf(Hdf5File file) =>
        Children(file.Root).OfType<Hdf5Group>().Where(g => IsOfClass(g, "NXentry"));

    /// <summary>The datasets at a path of names and classes (those start with NX) below a group.</summary>
    public static IEnumerable<Hdf5Dataset> Find(Hdf5Group start, string path)
    {
        string[] parts = path.Split('/');
        IEnumerable<Hdf5Group> groups = [start];
        foreach (string part in parts[..^1])
        {
            groups = part.StartsWith("NX", StringComparison.Ordinal) || part.StartsWith("SAS", StringComparison.Ordinal)
                ? groups.SelectMany(group => GroupsOfClass(group, part))
                : groups.SelectMany(group => group.TryGetGroup(part, out Hdf5Group? inner) ? [inner] : Array.Empty<Hdf5Group>());
        }
        foreach (Hdf5Group group in groups)
        {
            if (group.TryGetDataset(parts[^1], out Hdf5Dataset? value)) yield return value;
        }
    }

    /// <summary>
    /// The texts at such a path, with their names, units and places; of an attribute if the path ends in <c>name@attribute</c>.
    /// </summary>
    public static IEnumerable<(string Name, string Text, string? Unit, string Place)> FindTexts(Hdf5Group start, string path)
    {
        if (path.Split('@') is [string owner, string name])
        {
            if (start.TryGetGroup(owner, out Hdf5Group? group) && Attribute(group, name) is { } text)
                yield return (name, text, null, $"{group.Path}@{name}");
            yield break;
        }
        foreach (Hdf5Dataset value in Find(start, path))
        {
            if (Text(value) is { } text) yield return (value.Name, text, Unit(value), value.Path);
        }
    }

    /// <summary>
    /// Every value below a group that is small enough to be read as text, attributes included; those that are known already stay as they
    /// are.
    /// </summary>
    public static IEnumerable<MetadataItem> Walk(Hdf5Group group, IReadOnlyDictionary<string, MetadataItem> described)
    {
        var seen = new HashSet<long> { group.Address };
        var stack = new Stack<Hdf5Object>();
        stack.Push(group);
        while (stack.TryPop(out Hdf5Object? current))
        {
            if (current is Hdf5Dataset dataset && Text(dataset) is { } text)
            {
                yield return described.TryGetValue(dataset.Path, out MetadataItem? known)
                    ? known
                    : new MetadataItem(dataset.Name, text, Unit(dataset), dataset.Path);
            }
            foreach (Hdf5Attribute attribute in current.Attributes)
            {
                if (Text(attribute) is { } value)
                    yield return new MetadataItem(attribute.Name, value, null, $"{current.Path}@{attribute.Name}");
            }
            if (current is not Hdf5Group inner) continue;
            foreach (Hdf5Object child in inner.Children.Reverse())
            {
                if (seen.Add(child.Address)) stack.Push(child);
            }
        }
    }

    private static string Join<T>(T[] values)
        where T : IFormattable => string.Join(", ", values.Select(v => v.ToString(null, CultureInfo.InvariantCulture)));
}
