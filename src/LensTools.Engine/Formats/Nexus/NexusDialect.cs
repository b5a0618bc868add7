using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Formats.Text;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>How one kind of NeXus file is recognised, and where its signal is.</summary>
internal abstract class NexusDialect
{
    private static readonly ILookup<string, (string Path, Term Term, string? Unit)> Paths = Table.Read("nexus.tsv")
        .ToLookup(row => row[0], row => (row[1], Enum.Parse<Term>(row[2]), row.Length > 3 ? row[3] : null));

    public abstract DatasetFormat Format { get; }

    /// <summary>How far the data have been processed.</summary>
    public virtual DataLevel Level => DataLevel.Raw;

    /// <summary>The technique that the format itself implies.</summary>
    public virtual Technique? Technique => null;

    /// <summary>The technique that the definition of an entry is for, if its instrument is not known; or null.</summary>
    public virtual Technique? TechniqueOf(Hdf5Group entry) => null;

    /// <summary>The rules of the dialect's table that apply.</summary>
    protected virtual string TableName => Format.Id;

    /// <summary>The groups that are entries; none if the file is of another kind.</summary>
    /// <exception cref="NotADatasetException">It is of this kind, but holds no data.</exception>
    public abstract IEnumerable<Hdf5Group> Entries(Hdf5File file);

    /// <summary>What was measured, or the best of several; null if an entry has none.</summary>
    public abstract NexusSignal? Signal(Hdf5Group entry);

    /// <summary>How many counts, intensities or events an entry holds.</summary>
    public virtual long Points(Hdf5Group entry) => Signal(entry)?.Data.Dataspace.ElementCount ?? 0;

    /// <summary>The curves of an entry: the signal along its axis, if it is one-dimensional.</summary>
    /// <exception cref="Hdf5FormatException">An array cannot be read.</exception>
    public virtual IEnumerable<Curve> ReadCurves(Hdf5Group entry)
    {
        if (Signal(entry) is not { IsCurve: true } signal) yield break;
        Unit? momentum = signal.Momentum;
        double[]? errors = signal.Errors is { } known && known.Dataspace.ElementCount == signal.Data.Dataspace.ElementCount
            ? signal.Scaling.ApplyToDeviations(known.Read<double>())
            : null;
        double[] axis = signal.AxisScaling.Apply(signal.Axis!.Read<double>());
        for (int i = 0; i < axis.Length && momentum is { Factor: not 1 } unit; i++) axis[i] = unit.ToBase(axis[i]);
        string? axisUnit = NexusValues.Unit(signal.Axis);
        AxisQuantity quantity = momentum is null
            ? AxisQuantity.Other
            : Technique == Technique.Reflectometry ? AxisQuantity.Reflectivity : AxisQuantity.Intensity;
        yield return new Curve(
            signal.Data.Name,
            momentum is null
                ? Datasets.Axis.Of(AxisQuantity.Other, signal.Axis.Name, axis, null, axisUnit)
                : Curves.QAxis(axis, null, axisUnit),
            Datasets.Axis.Of(
                quantity,
                quantity == AxisQuantity.Intensity ? "I" : signal.Data.Name,
                signal.Scaling.Apply(signal.Data.Read<double>()),
                errors,
                NexusValues.Unit(signal.Data)),
            signal.Data.Path);
    }

    /// <summary>What a description says about the curves of an entry, reading only their axis; null if there are none.</summary>
    /// <exception cref="Hdf5Exception">The axis cannot be read.</exception>
    public virtual CurveOutline? Outline(Hdf5Group entry)
    {
        if (Signal(entry) is not { IsCurve: true } signal) return null;
        bool hasUncertainty = signal.Errors is { } errors && errors.Dataspace.ElementCount == signal.Data.Dataspace.ElementCount;
        return new CurveOutline(
            NexusValues.Unit(signal.Axis!),
            hasUncertainty,
            signal.Momentum is { } momentum ? [.. signal.AxisScaling.Apply(signal.Axis!.Read<double>()).Select(momentum.ToBase)] : []);
    }

    /// <summary>What is doubtful about the signal of an entry.</summary>
    public virtual IEnumerable<Doubt> FindDoubts(Hdf5Group entry, CancellationToken stop)
    {
        NexusSignal? signal = Signal(entry);
        foreach ((Hdf5Group group, string name) in GenericNexusDialect.Broken(entry))
            yield return new Doubt(
                DoubtKind.Incomplete, group.Path, $"its signal \"{name}\" is not there, or a link that leads nowhere", "nothing");
        if (signal is null) yield break;
        foreach (Hdf5Dataset? array in (Hdf5Dataset?[])[signal.Data, signal.Axis, signal.Errors])
        {
            foreach (Doubt doubt in NexusDoubts.OfUnwritten(array)) yield return doubt;
        }
        foreach (Doubt doubt in NexusDoubts.OfShape(signal.Errors, signal.Data)) yield return doubt;
        if (signal.Basis == Basis.Guessed)
            yield return new Doubt(
                DoubtKind.AssumedColumns,
                signal.Data.Path,
                "the NXdata names no signal",
                $"{signal.Data.Name}, its only array beside the axes");
        if (Events(entry) is { } events)
        {
            foreach (Doubt doubt in events.FindDoubts(stop)) yield return doubt;
        }
    }

    /// <summary>The events, if the entry has them.</summary>
    public virtual EventStream? Events(Hdf5Group entry) => null;

    /// <summary>All streams of events of the entry: one, or one for each bank.</summary>
    public virtual IEnumerable<EventStream> Streams(Hdf5Group entry) => Events(entry) is { } events ? [events] : [];

    /// <summary>Every value of an entry that is the source of a term, in the order of the table.</summary>
    public virtual IEnumerable<MetadataItem> Described(Hdf5Group entry)
    {
        foreach ((string path, Term term, string? unit) in Paths[TableName])
        {
            foreach ((string name, string text, string? own, string location) in NexusValues.FindTexts(entry, path))
            {
                yield return new MetadataItem(
                    name, text, own ?? unit, location, term, Placeholders.Contains(term, text), $"{TableName}: {path}");
            }
        }
    }
}

/// <summary>What a description says about curves.</summary>
/// <param name="QUnit">The unit of their axis as written.</param>
/// <param name="HasUncertainty">Whether their intensities have uncertainties.</param>
/// <param name="Q">Momentum transfers in 1/angstrom; none if the axis is another.</param>
internal sealed record CurveOutline(string? QUnit, bool HasUncertainty, IReadOnlyList<double> Q);
