using LensTools.Engine.Datasets;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>What ISIS' raw files have in common: one entry, <c>raw_data_1</c>, with a <c>definition</c>.</summary>
internal abstract class IsisDialect : NexusDialect
{
    protected const string EntryName = "raw_data_1";

    // A group is called detector_1_events in event files and in muon histograms alike; its class tells them apart.
    private static readonly string[] EventGroups = ["detector_1_events", "detector_1", "instrument/detector_1_events"];

    public override IEnumerable<Hdf5Group> Entries(Hdf5File file)
    {
        if (file.TryGetGroup($"/{EntryName}", out Hdf5Group? entry)
            && entry.TryGetDataset("definition", out Hdf5Dataset? definition)
            && IsOfKind(NexusValues.Text(definition) ?? "", entry))
            yield return entry;
    }

    protected abstract bool IsOfKind(string definition, Hdf5Group entry);

    protected static bool IsMuon(string definition) => definition is "pulsedTD" or "muonTD" or "NXmuon";

    protected static EventStream? EventsIn(Hdf5Group entry) =>
        EventGroups.Select(name => entry.TryGetGroup(name, out Hdf5Group? group) ? EventStream.In(group) : null).FirstOrDefault(
            found => found is not null);

    protected static NexusSignal? Counts(Hdf5Group entry, params string[] paths)
    {
        foreach (string path in paths)
        {
            if (entry.TryGetDataset(path, out Hdf5Dataset? counts)) return new NexusSignal(counts);
        }
        return null;
    }
}

/// <summary>ISIS raw histograms: counts [period, spectrum, time] (NeXus definition NXtofraw as ISIS writes it).</summary>
internal sealed class IsisTofRawDialect : IsisDialect
{
    public override DatasetFormat Format { get; } = new("IsisTofRaw", "ISIS raw time-of-flight histograms, NeXus TOFRAW");

    public override NexusSignal? Signal(Hdf5Group entry) => Counts(entry, "detector_1/counts", "instrument/detector_1/counts");

    protected override bool IsOfKind(string definition, Hdf5Group entry) => definition is "TOFRAW" or "NXtofraw" && EventsIn(entry) is null;
}

/// <summary>ISIS raw events, with a histogram of them alongside.</summary>
internal sealed class IsisEventDialect : IsisDialect
{
    public override DatasetFormat Format { get; } = new("IsisEvent", "ISIS raw neutron events, NeXus TOFRAW with NXevent_data");

    protected override string TableName => "IsisTofRaw";

    public override NexusSignal? Signal(Hdf5Group entry) => EventsIn(entry) is { } events ? new NexusSignal(events.EventIds) : null;

    public override EventStream? Events(Hdf5Group entry) => EventsIn(entry);

    protected override bool IsOfKind(string definition, Hdf5Group entry) =>
        definition is "TOFRAW" or "NXtofraw" && EventsIn(entry) is not null;
}

/// <summary>Muon histograms of version 2 of ISIS' muon files.</summary>
internal sealed class IsisMuonV2Dialect : IsisDialect
{
    public override DatasetFormat Format { get; } = new("IsisMuonV2", "ISIS muon histograms, version 2");

    public override Technique? Technique => Technique.Muon;

    protected override string TableName => "IsisTofRaw";

    public override NexusSignal? Signal(Hdf5Group entry) =>
        Counts(entry, "detector_1_events/counts", "detector_1/counts", "instrument/detector_1/counts");

    public override IEnumerable<Curve> ReadCurves(Hdf5Group entry) =>
        Signal(entry) is { } signal ? IsisMuonHistograms.Read(entry, signal.Data) : [];

    protected override bool IsOfKind(string definition, Hdf5Group entry) => IsMuon(definition) && EventsIn(entry) is null;
}

/// <summary>Muon events.</summary>
internal sealed class MuonEventDialect : IsisDialect
{
    public override DatasetFormat Format { get; } = new("MuonEvent", "ISIS muon events");

    public override Technique? Technique => Technique.Muon;

    public override NexusSignal? Signal(Hdf5Group entry) => EventsIn(entry) is { } events ? new NexusSignal(events.EventIds) : null;

    public override EventStream? Events(Hdf5Group entry) => EventsIn(entry);

    protected override bool IsOfKind(string definition, Hdf5Group entry) => IsMuon(definition) && EventsIn(entry) is not null;
}

/// <summary>
/// Muon histograms of version 1: one entry, <c>run</c>, with <c>histogram_data_1</c> (Mantid's LoadMuonNexus1 reads the same).
/// </summary>
internal sealed class IsisMuonV1Dialect : NexusDialect
{
    private const string EntryName = "run", Histogram = "histogram_data_1/counts";

    public override DatasetFormat Format { get; } = new("IsisMuonV1", "ISIS muon histograms, version 1");

    public override Technique? Technique => Technique.Muon;

    public override IEnumerable<Hdf5Group> Entries(Hdf5File file)
    {
        if (file.TryGetGroup($"/{EntryName}", out Hdf5Group? entry) && entry.TryGetDataset(Histogram, out _)) yield return entry;
    }

    public override NexusSignal? Signal(Hdf5Group entry) =>
        entry.TryGetDataset(Histogram, out Hdf5Dataset? counts) ? new NexusSignal(counts) : null;

    public override IEnumerable<Curve> ReadCurves(Hdf5Group entry) =>
        Signal(entry) is { } signal ? IsisMuonHistograms.Read(entry, signal.Data) : [];
}
