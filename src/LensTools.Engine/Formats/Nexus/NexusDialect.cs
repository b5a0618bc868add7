using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>How one kind of NeXus file is recognised, and where in it the signal lies.</summary>
internal abstract class NexusDialect
{
    private static readonly ILookup<string, (string Path, Term Term, string? Unit)> Paths = Table.Read("nexus.tsv")
        .ToLookup(row => row[0], row => (row[1], Enum.Parse<Term>(row[2]), row.Length > 3 ? row[3] : null));

    public abstract DatasetFormat Format { get; }

    /// <summary>How far the data are from the detector.</summary>
    public virtual DataLevel Level => DataLevel.Raw;

    /// <summary>The technique that the format itself says.</summary>
    public virtual Technique? Technique => null;

    /// <summary>The rules of the dialect's table that apply.</summary>
    protected virtual string TableName => Format.Id;

    /// <summary>The groups that are entries; none where the file is of another kind.</summary>
    /// <exception cref="NotADatasetException">It is of this kind, but holds no data.</exception>
    public abstract IEnumerable<Hdf5Group> Entries(Hdf5File file);

    /// <summary>What was measured, or the best of several; null where an entry has none.</summary>
    public abstract NexusSignal? Signal(Hdf5Group entry);

    /// <summary>How many counts, intensities or events an entry holds.</summary>
    public virtual long Points(Hdf5Group entry) => Signal(entry)?.Data.Dataspace.ElementCount ?? 0;

    /// <summary>The curves of an entry: the signal along its axis, where it is a row of values along one.</summary>
    /// <exception cref="Hdf5FormatException">An array cannot be read.</exception>
    public virtual IEnumerable<Curve> Curves(Hdf5Group entry)
    {
        if (Signal(entry) is not { IsCurve: true } signal) yield break;
        Unit? momentum = signal.Momentum;
        double[]? errors = signal.Errors is { } known && known.Dataspace.ElementCount == signal.Data.Dataspace.ElementCount ? known.Read<double>() : null;
        double[] axis = signal.Axis!.Read<double>();
        for (int i = 0; i < axis.Length && momentum is { Factor: not 1 } unit; i++) axis[i] = unit.ToBase(axis[i]);
        yield return new Curve(signal.Data.Name, axis, signal.Data.Read<double>(), errors, null, NexusValues.Unit(signal.Axis), NexusValues.Unit(signal.Data), signal.Data.Path)
        {
            Abscissa = momentum is null ? signal.Axis.Name : "Q",
            Ordinate = momentum is null || Technique == Technique.Reflectometry ? signal.Data.Name : "I",
        };
    }

    /// <summary>The events, where the entry has them.</summary>
    public virtual EventStream? Events(Hdf5Group entry) => null;

    /// <summary>Every value of an entry that is the source of a term, in the order of the table.</summary>
    public IEnumerable<MetadataItem> Described(Hdf5Group entry)
    {
        foreach ((string path, Term term, string? unit) in Paths[TableName])
        {
            foreach ((string name, string text, string? own, string place) in NexusValues.FindTexts(entry, path))
            {
                yield return new MetadataItem(name, text, own ?? unit, place, term, Placeholders.Contains(term, text), $"{TableName}: {path}");
            }
        }
    }
}
