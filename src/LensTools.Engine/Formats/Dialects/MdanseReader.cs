using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Nexus;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// Results of MDANSE in HDF5, computed from trajectories: each array names its axes, <c>q|time</c>, among the others. Source: MDANSE's
/// HDFFormat, and results in ISISNeutronMuon/MDANSE-Examples.
/// </summary>
internal sealed class MdanseReader() : ContentReader(new DatasetFormat("Mdanse", "results of MDANSE in HDF5, computed from trajectories"))
{
    private const string Dialect = "Mdanse", AxisAttribute = "axis", NameAttribute = "varname", IndexAxis = "index";

    public override bool Recognises(DatasetFile file) => file.IsHdf5 && Arrays(file.Hdf5).Any();

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        var entry = new EntryContent { MayBeSmallAngle = false };
        entry.Add(Dialect, "program", "MDANSE", "/");
        if (NexusValues.Attribute(file.Hdf5.Root, "header") is { } header) entry.Add(Dialect, "header", header, "/@header");
        Dictionary<string, Hdf5Dataset> arrays = Arrays(file.Hdf5).ToDictionary(array => array.Name);
        foreach (Hdf5Dataset array in arrays.Values)
        {
            file.Stop.ThrowIfCancellationRequested();
            string[] axes = NexusValues.Attribute(array, AxisAttribute)!.Split('|', StringSplitOptions.TrimEntries);
            // What is against its own index is an axis.
            if (axes is [IndexAxis or ""]) continue;
            IReadOnlyList<long> shape = array.Dataspace.Dimensions;
            if (axes.Length != shape.Count)
            {
                entry.Doubts.Add(new Doubt(
                    DoubtKind.Unexplained, array.Path, $"{axes.Length} axes are named, and it has {shape.Count}", "nothing of it"));
                continue;
            }
            NamedAxis[] along = [.. axes.Select((axis, i) => AxisOf(arrays, axis, (int)shape[i]))];
            if (!NamedArray.IsOfCurves(entry, array.Name, along, array.Path)) continue;
            new NamedArray(array.Name, array.Read<double>(), UnitOf(array), along, array.Path)
            {
                Quantity = AxisQuantity.Computed
            }.AddTo(entry);
            entry.Doubts.AddRange(NexusDoubts.OfUnwritten(array));
        }
        return entry.Signals.Count + entry.Doubts.Count > 0
            ? [entry]
            : throw DatasetFile.WithoutData(file.Path, "it has arrays as MDANSE writes them, all of them axes");
    }

    private static IEnumerable<Hdf5Dataset> Arrays(Hdf5File file) => file.Root.Children.OfType<Hdf5Dataset>()
        .Where(array => array.Dataspace.Rank > 0
            && NexusValues.Attribute(array, AxisAttribute) is not null
            && NexusValues.Attribute(array, NameAttribute) is not null);

    private static NamedAxis AxisOf(Dictionary<string, Hdf5Dataset> arrays, string name, int length) =>
        arrays.GetValueOrDefault(name) is { Dataspace.Rank: 1 } axis
            ? NamedAxis.Of(name, length, axis.Read<double>(), UnitOf(axis))
            : NamedAxis.Of(name, length, null, null);

    // Arbitrary units are none.
    private static string? UnitOf(Hdf5Dataset array) => NexusValues.Unit(array) is { Length: > 0 } unit && unit != "au" ? unit : null;
}
