using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>
/// Reduced small-angle data in NXcanSAS (NeXus application definition NXcanSAS 1.0 and 1.1), one dataset per entry.
/// Lenient about the spellings that writers use.
/// </summary>
internal sealed class NXcanSasReader : IDatasetReader
{
    private static readonly (string Path, Term Term)[] Paths = [.. Table.Read("nxcansas.tsv").Select(
        row => (row[0], Enum.Parse<Term>(row[1])))];

    public DatasetFormat Format { get; } = new("NXcanSAS", "reduced small-angle scattering in NeXus, NXcanSAS");

    public bool Recognises(DatasetFile file) => file.IsHdf5 && Entries(file.Hdf5).Any();

    public IReadOnlyList<Dataset> Describe(DatasetFile file)
    {
        List<Hdf5Group> entries = [.. Entries(file.Hdf5)];
        return [.. entries.Select(entry => Describe(file, entry, entries.Count == 1))];
    }

    public IReadOnlyList<Signal> ReadSignals(DatasetFile file, string entry) =>
        file.Hdf5.TryGetGroup(entry, out Hdf5Group? group) ? [.. SasData.In(group).SelectMany(data => data.ReadSignals(file.Stop))] : [];

    public IReadOnlyList<MetadataItem> ReadMetadata(DatasetFile file, string entry)
    {
        if (!file.Hdf5.TryGetGroup(entry, out Hdf5Group? group)) return [];
        Dictionary<string, MetadataItem> described = [];
        foreach (MetadataItem item in Described(group)) described.TryAdd(item.Location, item);
        return [.. NexusValues.Walk(group, described)];
    }

    public IReadOnlyList<Doubt> ReadDoubts(DatasetFile file, string entry) =>
        file.Hdf5.TryGetGroup(entry, out Hdf5Group? group)
            ? [
                .. SasData.In(group).SelectMany(data => data.FindDoubts(file.Stop)),
                .. NexusDoubts.OfOtherEntries(file.Hdf5, Entries(file.Hdf5), entry),
            ]
            : [];

    public IReadOnlyList<Nonconformity> ReadNonconformities(DatasetFile file, string entry) =>
        file.Hdf5.TryGetGroup(entry, out Hdf5Group? group) ? [.. NXcanSasDefinition.Check(group)] : [];

    public void VerifyArrays(DatasetFile file, string entry)
    {
        if (file.Hdf5.TryGetGroup(entry, out Hdf5Group? group)) ArrayReading.ReadAll(group, [], file.Stop);
    }

    private Dataset Describe(DatasetFile file, Hdf5Group entry, bool isOnly)
    {
        var description = new Description(this, file, entry.Path.TrimStart('/'), isOnly, DataLevel.Reduced);
        foreach (MetadataItem item in Described(entry)) description.Add(item);

        List<SasData> all = [.. SasData.In(entry)];
        foreach (SasData data in all)
        {
            description.Points += data.Points;
            description.SourceQUnit ??= data.QUnit;
            description.IUnit ??= data.IUnit;
            if (data.ReadQRange(file.Stop) is not { } range) continue;
            description.QMin = Math.Min(description.QMin ?? range.Smallest, range.Smallest);
            description.QMax = Math.Max(description.QMax ?? range.Largest, range.Largest);
        }
        description.HasUncertainty = all.Count > 0 && all.All(data => data.HasUncertainty);
        return description.Build();
    }

    private static IEnumerable<MetadataItem> Described(Hdf5Group entry)
    {
        foreach ((string path, Term term) in Paths)
        {
            foreach (Hdf5Dataset value in NexusValues.Find(entry, path))
            {
                if (NexusValues.Text(value) is not { } text) continue;
                string trimmed = text.Trim(' ', '_', '\0');
                yield return new MetadataItem(
                    value.Name,
                    trimmed,
                    NexusValues.Unit(value),
                    value.Path,
                    term,
                    Placeholders.Contains(term, trimmed),
                    $"NXcanSAS: {path}");
            }
        }
    }

    // Whatever class it declares, an entry holds a SASdata, or has an NXsubentry that does.
    private static IEnumerable<Hdf5Group> Entries(Hdf5File file) =>
        NexusValues.Children(file.Root)
            .OfType<Hdf5Group>()
            .SelectMany(group => NexusValues.GroupsOfClass(group, "NXsubentry").Prepend(group))
            .Where(group => SasData.In(group).Any());
}
