using System.Diagnostics.CodeAnalysis;
using LensTools.Engine.Analysis.Averaging;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Muons;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>Reads the NeXus files of one dialect.</summary>
internal sealed class NexusReader(NexusDialect dialect) : IDatasetReader
{
    // A longer axis is not read for a description.
    private const long LargestDescribed = 1 << 17;

    public DatasetFormat Format => dialect.Format;

    public bool Recognises(DatasetFile file) => file.IsHdf5 && dialect.Entries(file.Hdf5).Any();

    public IReadOnlyList<Dataset> Describe(DatasetFile file)
    {
        List<Hdf5Group> entries = [.. dialect.Entries(file.Hdf5)];
        return [.. entries.Select(entry => Describe(file, entry, entries.Count == 1))];
    }

    public IReadOnlyList<Signal> ReadSignals(DatasetFile file, string entry) =>
        file.Hdf5.TryGetGroup(entry, out Hdf5Group? group) ? [.. dialect.ReadCurves(group)] : [];

    public IReadOnlyList<MetadataItem> ReadMetadata(DatasetFile file, string entry)
    {
        if (!file.Hdf5.TryGetGroup(entry, out Hdf5Group? group)) return [];
        Dictionary<string, MetadataItem> described = [];
        foreach (MetadataItem item in dialect.Described(group)) described.TryAdd(item.Location, item);
        IEnumerable<MetadataItem> events = dialect.Events(group)?.Describe(file.Stop) ?? [];
        return [.. events, .. NexusValues.Walk(group, described)];
    }

    public IReadOnlyList<Nonconformity> ReadNonconformities(DatasetFile file, string entry) =>
        file.Hdf5.TryGetGroup(entry, out Hdf5Group? group) ? [.. NexusConformance.Check(group, file.Stop)] : [];

    public IReadOnlyList<Doubt> ReadDoubts(DatasetFile file, string entry) =>
        file.Hdf5.TryGetGroup(entry, out Hdf5Group? group)
            ? [.. dialect.FindDoubts(group, file.Stop), .. NexusDoubts.OfOtherEntries(file.Hdf5, dialect.Entries(file.Hdf5), entry)]
            : [];

    public RawCounts ReadCounts(DatasetFile file, string entry) =>
        HasCounts(file, entry, out Hdf5Group? group) ? NexusCounts.Read(group, dialect.Signal(group), file.Stop) : RawCounts.None;

    public IReadOnlyList<EventFacts> ReadEvents(DatasetFile file, string entry) =>
        file.Hdf5.TryGetGroup(entry, out Hdf5Group? group)
            ? [.. dialect.Streams(group).Select(stream => new EventAudit(stream, group, file.Stop).Read())]
            : [];

    public IReadOnlyList<EventReading> OpenEvents(DatasetFile file, string entry) =>
        file.Hdf5.TryGetGroup(entry, out Hdf5Group? group)
            ? [.. dialect.Streams(group).Select(stream => new EventReading(stream, group))]
            : [];

    public MuonDetectors? ReadMuonDetectors(DatasetFile file, string entry) =>
        dialect.Technique == Technique.Muon
        && file.Hdf5.TryGetGroup(entry, out Hdf5Group? group)
        && dialect.Events(group) is null
        && dialect.Signal(group) is { } signal
            ? IsisMuonHistograms.Detectors(group, signal.Data)
            : null;

    public FlightCounts? ReadFlightPaths(DatasetFile file, string entry) =>
        HasCounts(file, entry, out Hdf5Group? group) && NexusCounts.ArrayOf(dialect.Signal(group)) is { } counts
            ? IsisFlightPaths.Read(group, counts, file.Stop)
            : null;

    public void VerifyArrays(DatasetFile file, string entry)
    {
        if (!file.Hdf5.TryGetGroup(entry, out Hdf5Group? group)) return;
        HashSet<long> read = [.. dialect.Streams(group).SelectMany(EventAudit.ArraysOf).Select(array => array.Address)];
        if (HasCounts(file, entry, out _) && NexusCounts.ArrayOf(dialect.Signal(group)) is { } counts) read.Add(counts.Address);
        ArrayReading.ReadAll(group, read, file.Stop);
    }

    // Muon histograms are read as curves.
    private bool HasCounts(DatasetFile file, string entry, [NotNullWhen(true)] out Hdf5Group? group) =>
        file.Hdf5.TryGetGroup(entry, out group)
        && dialect.Level == DataLevel.Raw
        && dialect.Technique != Technique.Muon
        && dialect.Events(group) is null
        && dialect.Signal(group)?.Momentum is null;

    private Dataset Describe(DatasetFile file, Hdf5Group entry, bool isOnly)
    {
        NexusSignal? signal = dialect.Signal(entry);
        DataLevel level = signal?.Momentum is null ? dialect.Level : DataLevel.Reduced;
        var description = new Description(this, file, entry.Name, isOnly, level)
        {
            Technique = dialect.Technique,
            DefinedTechnique = dialect.TechniqueOf(entry),
        };
        foreach (MetadataItem item in dialect.Described(entry)) description.Add(item);
        if (dialect.Events(entry) is { } events)
        {
            description.Events = description.Points = dialect.Points(entry);
            description.Pulses = events.Pulses;
            description.PulseDuration = events.Duration;
        }
        else if (signal is not null)
        {
            description.Points = dialect.Points(entry);
            description.IUnit = NexusValues.Unit(signal.Data);
            if (signal.IsCurve) description.SourceQUnit = NexusValues.Unit(signal.Axis!);
        }
        // If the axis is not momentum transfer, the technique is another one or unknown.
        description.MayBeSmallAngle = signal?.Momentum is not null;
        // The only array that a description reads is the axis, for the range of Q.
        if (level == DataLevel.Reduced && description.Points <= LargestDescribed && dialect.Outline(entry) is { } outline)
            AddOutline(description, outline);
        return description.Build();
    }

    private static void AddOutline(Description description, CurveOutline outline)
    {
        description.HasUncertainty = outline.HasUncertainty;
        description.SourceQUnit = outline.QUnit;
        description.MayBeSmallAngle |= outline.Q.Count > 0;
        foreach (double q in outline.Q)
        {
            description.QMin = Math.Min(description.QMin ?? q, q);
            description.QMax = Math.Max(description.QMax ?? q, q);
        }
    }
}
