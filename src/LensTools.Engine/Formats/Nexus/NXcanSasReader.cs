using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>
/// Reduced small-angle data in NXcanSAS (NeXus application definition NXcanSAS 1.0 and 1.1), one dataset an entry.
/// Lenient about the spellings that writers use.
/// </summary>
internal sealed class NXcanSasReader : IDatasetReader
{
    private static readonly Dictionary<string, Term> Paths = Table.Read("nxcansas.tsv").ToDictionary(row => row[0], row => Enum.Parse<Term>(row[1]));

    public DatasetFormat Format { get; } = new("NXcanSAS", "reduced small-angle scattering in NeXus, NXcanSAS");

    public bool Recognises(DatasetFile file) => file.IsHdf5 && Entries(file.Hdf5).Any();

    public IReadOnlyList<Dataset> Describe(DatasetFile file)
    {
        List<Hdf5Group> entries = [.. Entries(file.Hdf5)];
        return [.. entries.Select(entry => Describe(file, entry, entries.Count == 1))];
    }

    public IReadOnlyList<Curve> ReadCurves(DatasetFile file, string entry) =>
        file.Hdf5.TryGetGroup(entry, out Hdf5Group? group) ? [.. SasData.In(group).SelectMany(data => data.ReadCurves(file.Stop))] : [];

    public IReadOnlyList<MetadataItem> ReadMetadata(DatasetFile file, string entry)
    {
        if (!file.Hdf5.TryGetGroup(entry, out Hdf5Group? group)) return [];
        Dictionary<string, Term> terms = [];
        foreach ((Hdf5Dataset value, Term term) in Described(group)) terms.TryAdd(value.Path, term);
        return [.. NexusValues.Walk(group, path => terms.GetValueOrDefault($"{group.Path}/{path}"))];
    }

    public void ReadArrays(DatasetFile file, string entry)
    {
        if (file.Hdf5.TryGetGroup(entry, out Hdf5Group? group)) ArrayReading.ReadAll(group, file.Stop);
    }

    private Dataset Describe(DatasetFile file, Hdf5Group entry, bool isOnly)
    {
        var description = new Description(this, file, entry.Name, isOnly, DataLevel.Reduced);
        foreach ((Hdf5Dataset value, Term term) in Described(entry)) description.Add(term, value.Name, NexusValues.Text(value), NexusValues.Unit(value), value.Path);

        List<SasData> all = [.. SasData.In(entry)];
        foreach (SasData data in all)
        {
            description.Points += data.Points;
            description.QUnit ??= data.QUnit;
            description.IUnit ??= data.IUnit;
            if (data.ReadQRange() is not { } range) continue;
            description.QMin = Math.Min(description.QMin ?? range.Smallest, range.Smallest);
            description.QMax = Math.Max(description.QMax ?? range.Largest, range.Largest);
        }
        description.HasUncertainty = all.Count > 0 && all.All(data => data.HasUncertainty);
        return description.Build();
    }

    private static IEnumerable<(Hdf5Dataset Value, Term Term)> Described(Hdf5Group entry)
    {
        foreach ((string path, Term term) in Paths)
        {
            string[] parts = path.Split('/');
            IEnumerable<Hdf5Group> groups = [entry];
            foreach (string name in parts[..^1]) groups = groups.SelectMany(group => NexusValues.GroupsOfClass(group, name));
            foreach (Hdf5Group group in groups)
            {
                if (group.TryGetDataset(parts[^1], out Hdf5Dataset? value)) yield return (value, term);
            }
        }
    }

    // An entry says SASentry, or has the definition, or at least holds a SASdata.
    private static IEnumerable<Hdf5Group> Entries(Hdf5File file)
    {
        foreach (Hdf5Object child in file.Root.Children)
        {
            if (child is Hdf5Group group && (NexusValues.Attribute(group, "canSAS_class") == "SASentry" || HasDefinition(group) || SasData.In(group).Any())) yield return group;
        }
    }

    private static bool HasDefinition(Hdf5Group group) =>
        group.TryGetDataset("definition", out Hdf5Dataset? definition) && NexusValues.Text(definition) == "NXcanSAS";
}
