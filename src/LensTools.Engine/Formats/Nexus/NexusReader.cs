using LensTools.Engine.Datasets;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>Reads the NeXus files of one dialect.</summary>
internal sealed class NexusReader(NexusDialect dialect) : IDatasetReader
{
    public DatasetFormat Format => dialect.Format;

    public bool Recognises(DatasetFile file) => file.IsHdf5 && dialect.Entries(file.Hdf5).Any();

    public IReadOnlyList<Dataset> Describe(DatasetFile file)
    {
        List<Hdf5Group> entries = [.. dialect.Entries(file.Hdf5)];
        return [.. entries.Select(entry => Describe(file, entry, entries.Count == 1))];
    }

    public IReadOnlyList<Curve> ReadCurves(DatasetFile file, string entry)
    {
        if (!file.Hdf5.TryGetGroup(entry, out Hdf5Group? group) || dialect.Signal(group) is not { IsCurve: true } signal) return [];
        return
        [
            new Curve(
                signal.Data.Name, signal.Axis!.Read<double>(), signal.Data.Read<double>(), signal.Errors is { } errors && errors.Dataspace.ElementCount == signal.Data.Dataspace.ElementCount ? errors.Read<double>() : null, null,
                NexusValues.Unit(signal.Axis), NexusValues.Unit(signal.Data), signal.Data.Path)
            {
                Abscissa = signal.Axis.Name,
                Ordinate = signal.Data.Name,
            },
        ];
    }

    public IReadOnlyList<MetadataItem> ReadMetadata(DatasetFile file, string entry)
    {
        if (!file.Hdf5.TryGetGroup(entry, out Hdf5Group? group)) return [];
        Dictionary<string, MetadataItem> described = [];
        foreach (MetadataItem item in dialect.Described(group)) described.TryAdd(item.Place, item);
        IEnumerable<MetadataItem> events = dialect.Events(group)?.Describe(file.Stop) ?? [];
        return [.. events, .. NexusValues.Walk(group, described)];
    }

    public void ReadArrays(DatasetFile file, string entry)
    {
        if (file.Hdf5.TryGetGroup(entry, out Hdf5Group? group)) ArrayReading.ReadAll(group, file.Stop);
    }

    private Dataset Describe(DatasetFile file, Hdf5Group entry, bool isOnly)
    {
        var description = new Description(this, file, entry.Name, isOnly, dialect.Level) { Technique = dialect.Technique };
        foreach (MetadataItem item in dialect.Described(entry)) description.Add(item);
        if (dialect.Events(entry) is { } events)
        {
            description.Points = events.Events;
            description.Events = events.Events;
            description.Pulses = events.Pulses;
            description.PulseDuration = events.Duration;
        }
        else if (dialect.Signal(entry) is { } signal)
        {
            description.Points = signal.Data.Dataspace.ElementCount;
            description.IUnit = NexusValues.Unit(signal.Data);
            if (signal.IsCurve) description.QUnit = NexusValues.Unit(signal.Axis!);
        }
        return description.Build();
    }
}
