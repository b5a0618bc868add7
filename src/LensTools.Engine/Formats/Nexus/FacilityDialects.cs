using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>Events as ESS' kafka-to-nexus writes them: NXevent_data somewhere below the instrument.</summary>
internal sealed class EssEventDialect : NexusDialect
{
    private const int DeepestEvents = 4;

    public override DatasetFormat Format { get; } = new("EssEvent", "neutron events as ESS and SNS write them");

    public override IEnumerable<Hdf5Group> Entries(Hdf5File file) => NexusValues.EntriesOf(file).Where(entry => Events(entry) is not null);

    public override NexusSignal? Signal(Hdf5Group entry) => Events(entry) is { } events ? new NexusSignal(events.EventIds) : null;

    // The largest of the detector's banks represents the pulses of all.
    public override EventStream? Events(Hdf5Group entry) => Banks(entry).MaxBy(stream => stream.Events);

    public override long Points(Hdf5Group entry) => Banks(entry).Sum(stream => stream.Events);

    public override IEnumerable<EventStream> Streams(Hdf5Group entry) => Banks(entry);

    private static IEnumerable<EventStream> Banks(Hdf5Group entry) =>
        NexusValues.GroupsOfClass(entry, "NXinstrument").SelectMany(instrument => Below(instrument, DeepestEvents)) is var below
            && below.Any()
            ? below
            : BesideInstrument(entry);

    // The SNS writes them beside the instrument, including those of a few banks without events.
    private static IEnumerable<EventStream> BesideInstrument(Hdf5Group entry) =>
        NexusValues.GroupsOfClass(entry, "NXevent_data").Select(EventStream.In).OfType<EventStream>();

    private static IEnumerable<EventStream> Below(Hdf5Group group, int depth)
    {
        foreach (Hdf5Group child in NexusValues.Children(group).OfType<Hdf5Group>())
        {
            // Monitors have events of their own.
            if (NexusValues.IsOfClass(child, "NXmonitor")) continue;
            if (EventStream.In(child) is { } stream) yield return stream;
            else if (depth > 1)
            {
                foreach (EventStream inner in Below(child, depth - 1)) yield return inner;
            }
        }
    }
}

/// <summary>D11, D16, D22 and D33 of the ILL (Mantid's LoadILLSANS recognises the same).</summary>
internal sealed class IllSansDialect : NexusDialect
{
    private const string EntryName = "entry0";

    public override DatasetFormat Format { get; } = new("IllSans", "raw small-angle data of the ILL");

    public override Technique? Technique => Technique.Sans;

    public override IEnumerable<Hdf5Group> Entries(Hdf5File file)
    {
        if (!file.TryGetGroup($"/{EntryName}", out Hdf5Group? entry) || !entry.TryGetDataset("mode", out _)) yield break;
        bool isOld = entry.TryGetDataset("reactor_power", out _) && entry.TryGetDataset("instrument_name", out _);
        bool isNew = entry.TryGetDataset("instrument/name", out _)
            && entry.TryGetDataset("acquisition_mode", out _)
            && !entry.TryGetGroup("instrument/Detector", out _);
        if (isOld || isNew) yield return entry;
    }

    public override NexusSignal? Signal(Hdf5Group entry) =>
        Panels(entry).MaxBy(d => d.Dataspace.ElementCount) is { } largest ? new NexusSignal(largest) : null;

    public override long Points(Hdf5Group entry) => Panels(entry).Sum(d => d.Dataspace.ElementCount);

    // D33 has five panels, each with its raw copy beside it, and a scan on D16 has its frames in one array.
    private static IEnumerable<Hdf5Dataset> Panels(Hdf5Group entry) =>
        NexusValues.Children(entry)
            .OfType<Hdf5Group>()
            .Where(g => g.Name.StartsWith("data", StringComparison.Ordinal) && !g.Name.StartsWith("data_raw", StringComparison.Ordinal))
            .SelectMany(g => NexusValues.Children(g).OfType<Hdf5Dataset>().Concat(NexusValues.Find(g, "detector_data/data")))
            .Where(d => d.Datatype.Class is Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.FloatingPoint && d.Dataspace.Rank > 1);
}

/// <summary>Files of SINQ at PSI: the instrument's group is named after it, and holds the source SINQ, except in early ones.</summary>
internal sealed class SinqDialect : NexusDialect
{
    public override DatasetFormat Format { get; } = new("Sinq", "raw data of SINQ at PSI");

    public override IEnumerable<Hdf5Group> Entries(Hdf5File file) =>
        NexusValues.EntriesOf(file).Where(
            entry => NexusValues.GroupsOfClass(entry, "NXinstrument").Any(
                instrument => instrument.TryGetGroup("SINQ", out _) || Instruments.Find(instrument.Name)?.Facility == "PSI"));

    public override NexusSignal? Signal(Hdf5Group entry) => GenericNexusDialect.SignalOf(entry);
}

/// <summary>Reflectivity of ORSO in HDF5 (.orb).</summary>
internal sealed class OrbDialect : NexusDialect
{
    public override DatasetFormat Format { get; } = new("Orb", "ORSO reflectivity in HDF5");

    public override DataLevel Level => DataLevel.Reduced;

    public override Technique? Technique => Technique.Reflectometry;

    public override IEnumerable<Hdf5Group> Entries(Hdf5File file) =>
        NexusValues.Children(file.Root).OfType<Hdf5Group>().Where(g => (IsOfOrso(file.Root) || IsOfOrso(g)) && Signal(g) is not null);

    public override NexusSignal? Signal(Hdf5Group entry) => GenericNexusDialect.SignalOf(entry);

    // The draft of the format marks the root; orsopy marks the entries.
    private static bool IsOfOrso(Hdf5Object marked) =>
        marked.Attributes.Any(
            a => a.Name.StartsWith("ORSO", StringComparison.OrdinalIgnoreCase)
                || (NexusValues.Text(a) ?? "").StartsWith("ORSO reflectivity", StringComparison.Ordinal));
}

/// <summary>Any other NeXus file: an NXentry with an NXdata that says what its signal is.</summary>
internal sealed class GenericNexusDialect : NexusDialect
{
    private const int DeepestData = 3, LongestDefaults = 4;

    public override DatasetFormat Format { get; } = new("Nexus", "NeXus: an NXentry with NXdata");

    public override IEnumerable<Hdf5Group> Entries(Hdf5File file)
    {
        if (file.TryGetDataset("/README", out _) || file.Root.TryGetAttribute("EX_doc", out _))
            throw new NotADatasetException("it is a template written from a NeXus definition, without data");
        return NexusValues.EntriesOf(file).Where(entry => DataGroups(entry, DeepestData).Any());
    }

    public override NexusSignal? Signal(Hdf5Group entry) => SignalOf(entry);

    // Of NeXus' definitions, those whose technique the model names.
    public override Technique? TechniqueOf(Hdf5Group entry) =>
        (entry.TryGetDataset("definition", out Hdf5Dataset? definition) ? NexusValues.Text(definition) : null) switch
        {
            "NXsas" or "NXsastof" or "NXcanSAS" => Technique.Sas,
            "NXrefscan" or "NXreftof" => Technique.Reflectometry,
            _ => null,
        };

    /// <summary>
    /// The signal that the chain of <c>default</c> attributes leads to, else that of the first NXdata that names one, else the only array
    /// of one.
    /// </summary>
    public static NexusSignal? SignalOf(Hdf5Group entry)
    {
        Hdf5Group current = entry;
        for (int i = 0;
            i < LongestDefaults
                && NexusValues.Attribute(current, "default") is { Length: > 0 } name
                && current.TryGetGroup(name, out Hdf5Group? next);
            i++)
        {
            current = next;
            if (NexusValues.IsOfClass(current, "NXdata") && NexusSignal.Of(current) is { } signal) return signal;
        }
        List<Hdf5Group> groups = [.. DataGroups(entry, DeepestData)];
        return groups.Select(NexusSignal.Of)
            .Concat(groups.Select(NexusSignal.ByAxes))
            .Concat(groups.Select(NexusSignal.OnlyOne))
            .FirstOrDefault(signal => signal is not null);
    }

    /// <summary>The NXdata groups whose signal is not there.</summary>
    public static IEnumerable<(Hdf5Group Group, string Signal)> Broken(Hdf5Group entry) =>
        DataGroups(entry, DeepestData).Select(group => (group, NexusSignal.Missing(group))).Where(pair => pair.Item2 is not null)
            .Select(pair => (pair.group, pair.Item2!));

    private static IEnumerable<Hdf5Group> DataGroups(Hdf5Group group, int depth)
    {
        List<Hdf5Group> children = [.. NexusValues.Children(group).OfType<Hdf5Group>()];
        foreach (Hdf5Group child in children.Where(c => NexusValues.IsOfClass(c, "NXdata"))) yield return child;
        if (depth <= 1) yield break;
        foreach (Hdf5Group child in children.Where(c => !NexusValues.IsOfClass(c, "NXdata")))
        {
            foreach (Hdf5Group inner in DataGroups(child, depth - 1)) yield return inner;
        }
    }
}
