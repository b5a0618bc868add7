using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Nexus;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// Data arrays that scipp wrote to HDF5, of which a data set holds several: variables with named dimensions, coordinates and masks.
/// Source: scipp, <c>io/hdf5.py</c>. Binned events are named, not read.
/// </summary>
internal sealed class ScippReader() : ContentReader(new DatasetFormat("Scipp", "data arrays of scipp in HDF5"))
{
    private const string Dialect = "Scipp", TypeAttribute = "scipp-type", NameAttribute = "scipp-name";

    public override bool Recognises(DatasetFile file) => file.IsHdf5 && NexusValues.Attribute(file.Hdf5.Root, TypeAttribute) is not null
        && Arrays(file.Hdf5.Root).Count > 0;

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        // The coordinates that the arrays of a data set share may stand beside them.
        Dictionary<string, Variable> shared = Named(file.Hdf5.Root, "coords");
        EntryContent[] entries = [.. Arrays(file.Hdf5.Root).Select(array => Read(file, array, shared))];
        EntryContent.MakeNamesUnique(entries);
        return entries;
    }

    // The items of a data set, which newer versions keep in a group of their own. Links may lead back.
    private static List<Hdf5Group> Arrays(Hdf5Group root)
    {
        var arrays = new List<Hdf5Group>();
        var seen = new HashSet<long>();
        void Look(Hdf5Group group)
        {
            if (!seen.Add(group.Address)) return;
            string? type = NexusValues.Attribute(group, TypeAttribute);
            if (type == "DataArray") arrays.Add(group);
            else if (type == "Dataset" || (type is null && group.Address != root.Address))
            {
                foreach (Hdf5Group child in NexusValues.Children(group).OfType<Hdf5Group>()) Look(child);
            }
        }
        Look(root);
        return arrays;
    }

    private static EntryContent Read(DatasetFile file, Hdf5Group array, Dictionary<string, Variable> shared)
    {
        file.Stop.ThrowIfCancellationRequested();
        string given = NexusValues.Attribute(array, NameAttribute) is { Length: > 0 } stated ? stated : array.Name;
        string name = given is "/" or "" ? "data" : given;
        Variable? data = array.TryGetGroup("data", out Hdf5Group? group) ? Variable.Of(group) : null;
        Dictionary<string, Variable> coordinates = Named(array, "coords");
        foreach ((string key, Variable coordinate) in shared) coordinates.TryAdd(key, coordinate);
        bool isAgainstQ = data is { Dimensions.Count: > 0 and var rank } && AxisOf(data, coordinates, rank - 1).IsMomentumTransfer;
        var entry = new EntryContent(name)
        {
            Level = isAgainstQ ? DataLevel.Reduced : DataLevel.Raw,
            MayBeSmallAngle = isAgainstQ && data!.Dimensions.Count == 1,
            Counts = data?.Values?.Dataspace.ElementCount ?? 0,
        };
        foreach ((string key, Variable scalar) in coordinates.Concat(Named(array, "attrs")).Where(one => one.Value.Dimensions.Count == 0))
        {
            if (scalar.Values is { } value) entry.Add(Dialect, key, NexusValues.Text(value), value.Path, scalar.Unit);
        }
        if (data?.Values is null)
        {
            string seen = data is null ? "it has no data" : "its values are binned events";
            entry.Doubts.Add(new Doubt(DoubtKind.Unexplained, array.Path, seen, "nothing"));
            return entry;
        }
        if (data.Dimensions.Count == 0) return entry;
        NamedAxis[] axes = [.. Enumerable.Range(0, data.Dimensions.Count).Select(i => AxisOf(data, coordinates, i))];
        if (!NamedArray.IsOfCurves(entry, name, axes, data.Values.Path)) return entry;
        double[] values = data.Values.Read<double>();
        double[]? deviations = data.Variances is { } variances ? [.. variances.Read<double>().Select(Math.Sqrt)] : null;
        Mask(entry, data, Named(array, "masks"), values);
        new NamedArray(name, values, data.Unit, axes, data.Values.Path)
        {
            Deviations = deviations,
            Quantity = AxisQuantity.Intensity,
        }.AddTo(entry);
        entry.Doubts.AddRange(NexusDoubts.OfUnwritten(data.Values));
        return entry;
    }

    // A dimension has the coordinate of its own name, else the only one along it.
    private static NamedAxis AxisOf(Variable data, Dictionary<string, Variable> coordinates, int dimension)
    {
        string name = data.Dimensions[dimension];
        int length = (int)data.Shape[dimension];
        (string found, Variable? axis) = coordinates.TryGetValue(name, out Variable? own)
            ? (name, own)
            : coordinates.Where(one => one.Value.Dimensions is [var along] && along == name).Take(2).ToList() is [var only]
                ? (only.Key, only.Value)
                : (name, null);
        return axis is { Values.Datatype.IsString: false, Dimensions.Count: 1 }
            ? NamedAxis.Of(found, length, axis.Values.Read<double>(), axis.Unit)
            : NamedAxis.Of(found, length, null, null);
    }

    // Masked values are NaN; a mask lies along some of the dimensions.
    private static void Mask(EntryContent entry, Variable data, Dictionary<string, Variable> masks, double[] values)
    {
        foreach ((string name, Variable mask) in masks.Where(one => one.Value.Values is not null))
        {
            int[] along = [.. mask.Dimensions.Select(dimension => data.Dimensions.ToList().IndexOf(dimension))];
            if (along.Contains(-1))
            {
                entry.Doubts.Add(new Doubt(
                    DoubtKind.Unexplained, mask.Values!.Path, $"the mask {name} lies along a dimension that the data have not", "nothing"));
                continue;
            }
            byte[] flags = mask.Values!.Read<byte>();
            int masked = 0;
            for (long i = 0; i < values.LongLength; i++)
            {
                if (flags[IndexIn(data.Shape, along, i)] == 0) continue;
                values[i] = double.NaN;
                masked++;
            }
            if (masked > 0)
                entry.Doubts.Add(new Doubt(
                    DoubtKind.Masked, mask.Values.Path, $"{masked} of {values.Length} points are masked by {name}", "NaN")
                {
                    Omitted = masked,
                });
        }
    }

    private static long IndexIn(IReadOnlyList<long> shape, int[] along, long index)
    {
        var place = new long[shape.Count];
        for (int dimension = shape.Count - 1; dimension >= 0; dimension--)
        {
            place[dimension] = index % shape[dimension];
            index /= shape[dimension];
        }
        return along.Aggregate(0L, (sum, dimension) => (sum * shape[dimension]) + place[dimension]);
    }

    private static Dictionary<string, Variable> Named(Hdf5Group array, string kind)
    {
        var named = new Dictionary<string, Variable>();
        if (!array.TryGetGroup(kind, out Hdf5Group? group)) return named;
        foreach (Hdf5Group one in group.Children.OfType<Hdf5Group>())
            named.TryAdd(NexusValues.Attribute(one, NameAttribute) ?? one.Name, Variable.Of(one));
        return named;
    }

    /// <summary>A variable; its values are null if they are binned events.</summary>
    private sealed record Variable(IReadOnlyList<string> Dimensions, string? Unit, Hdf5Dataset? Values, Hdf5Dataset? Variances)
    {
        public IReadOnlyList<long> Shape => Values?.Dataspace.Dimensions ?? [];

        public static Variable Of(Hdf5Group group)
        {
            if (!group.TryGetDataset("values", out Hdf5Dataset? values)) return new Variable([], null, null, null);
            string[] dimensions = values.TryGetAttribute("dims", out Hdf5Attribute? dims) && dims.Dataspace.ElementCount > 0
                ? dims.ReadStrings()
                : [];
            string? unit = NexusValues.Attribute(values, "unit");
            return new Variable(
                dimensions.Length == values.Dataspace.Rank
                    ? dimensions
                    : [.. Enumerable.Range(0, values.Dataspace.Rank).Select(i => $"dim_{i}")],
                unit is "dimensionless" ? null : unit,
                values,
                group.TryGetDataset("variances", out Hdf5Dataset? variances) ? variances : null);
        }
    }
}
