using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>
/// ISIS raw histograms: an NXentry whose <c>definition</c> is TOFRAW, with counts [period, spectrum, time] (NeXus
/// definition NXtofraw as ISIS writes it).
/// </summary>
internal sealed class IsisTofRawReader : IDatasetReader
{
    private const string EntryName = "raw_data_1";
    private const string Counts = "detector_1/counts";

    private static readonly Dictionary<string, Term> Paths = Table.Read("tofraw.tsv").ToDictionary(row => row[0], row => Enum.Parse<Term>(row[1]));

    public DatasetFormat Format { get; } = new("IsisTofRaw", "ISIS raw time-of-flight histograms, NeXus TOFRAW");

    public bool Recognises(DatasetFile file) =>
        file.IsHdf5 &&
        file.Hdf5.TryGetDataset($"/{EntryName}/definition", out Hdf5Dataset? definition) &&
        NexusValues.Text(definition) is "TOFRAW" or "NXtofraw";

    public IReadOnlyList<Dataset> Describe(DatasetFile file)
    {
        if (!file.Hdf5.TryGetGroup($"/{EntryName}", out Hdf5Group? entry)) return [];
        var description = new Description(this, file, EntryName, isOnlyEntry: true, DataLevel.Raw);
        foreach ((string path, Term term) in Paths)
        {
            if (entry.TryGetDataset(path, out Hdf5Dataset? value)) description.Add(term, value.Name, NexusValues.Text(value) ?? "", NexusValues.Unit(value), value.Path);
        }
        if (entry.TryGetDataset(Counts, out Hdf5Dataset? counts)) description.Points = counts.Dataspace.ElementCount;
        return [description.Build()];
    }

    public IReadOnlyList<Curve> ReadCurves(DatasetFile file, string entry) => [];

    public IReadOnlyList<MetadataItem> ReadMetadata(DatasetFile file, string entry) =>
        file.Hdf5.TryGetGroup($"/{EntryName}", out Hdf5Group? group) ? [.. NexusValues.Walk(group, path => Paths.GetValueOrDefault(path))] : [];

    public void ReadArrays(DatasetFile file, string entry)
    {
        if (file.Hdf5.TryGetGroup($"/{EntryName}", out Hdf5Group? group)) ArrayReading.ReadAll(group, file.Stop);
    }
}
