using LensTools.Engine.Checks;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Formats;

/// <summary>A reader of files that are read as a whole.</summary>
internal abstract class ContentReader(DatasetFormat format) : IDatasetReader
{
    public DatasetFormat Format { get; } = format;

    public abstract bool Recognises(DatasetFile file);

    public IReadOnlyList<Dataset> Describe(DatasetFile file)
    {
        IReadOnlyList<EntryContent> entries = EntriesOf(file);
        return [.. entries.Select(entry => Describe(file, entry, entries.Count == 1))];
    }

    public IReadOnlyList<Signal> ReadSignals(DatasetFile file, string entry)
    {
        EntryContent content = Find(file, entry);
        return content.Damage is { } damage ? throw damage : content.Signals;
    }

    public IReadOnlyList<MetadataItem> ReadMetadata(DatasetFile file, string entry) => Find(file, entry).Items;

    public IReadOnlyList<Doubt> ReadDoubts(DatasetFile file, string entry) => Find(file, entry).Doubts;

    public IReadOnlyList<Nonconformity> ReadNonconformities(DatasetFile file, string entry) => Find(file, entry).Nonconformities;

    public RawCounts ReadCounts(DatasetFile file, string entry) =>
        Find(file, entry).Detector is { } detector ? new RawCounts([detector], []) : RawCounts.None;

    // Parsing reads everything.
    public virtual void VerifyArrays(DatasetFile file, string entry) => ReadSignals(file, entry);

    /// <summary>Every entry of a file that was recognised.</summary>
    /// <exception cref="LensException">The file is damaged.</exception>
    /// <exception cref="NotADatasetException">It has the layout of the format, but holds something else.</exception>
    protected abstract IReadOnlyList<EntryContent> Parse(DatasetFile file);

    /// <summary>The entries of a file, parsed once while it is open.</summary>
    protected IReadOnlyList<EntryContent> EntriesOf(DatasetFile file) => file.Entries ??= Parse(file);

    /// <summary>One entry of a file; a format of many entries need not read the others for it.</summary>
    protected virtual EntryContent Find(DatasetFile file, string name)
    {
        IReadOnlyList<EntryContent> entries = EntriesOf(file);
        return (entries.Count == 1 && name.Length == 0 ? entries[0] : entries.FirstOrDefault(e => e.Name == name))
            ?? throw new LensException(new LensError(
                ErrorKind.EntryNotFound, $"{file.Path} no longer has an entry \"{name}\".", file.Path, "The file changed; list it again."));
    }

    private Dataset Describe(DatasetFile file, EntryContent entry, bool isOnly)
    {
        var description = new Description(this, file, entry.Name, isOnly, entry.Level)
        {
            Technique = entry.Technique,
            MayBeSmallAngle = entry.MayBeSmallAngle,
        };
        foreach (MetadataItem item in entry.Items) description.Add(item);
        description.NamesPeople = entry.Items.Any(PersonalData.Names);
        Signal[] measured = [.. entry.Signals.Where(s => s.IsMeasured)];
        description.Points = entry.Level == DataLevel.Raw || entry.Damage is not null
            ? entry.Counts
            : (measured.Length > 0 ? measured : [.. entry.Signals]).Sum(s => (long)s.I.Length);
        if (entry.Signals.Count > 0)
        {
            Axis? q = entry.Signals.Find(s => s.IsAgainstQ)?.X;
            description.SourceQUnit = q?.SourceUnit;
            description.IsQUnitImplied = q is { UnitBasis: Basis.Implied, Unit: Curves.QUnit };
            description.IUnit = entry.Signals[0].Y.SourceUnit;
            description.HasUncertainty = measured.Length > 0 ? measured.All(s => s.Idev is not null) : null;
        }
        file.Stop.ThrowIfCancellationRequested();
        foreach (Signal signal in entry.Signals.Where(s => s.IsAgainstQ)) AddRange(description, signal.Q.AsSpan());
        return description.Build();
    }

    private static void AddRange(Description description, ReadOnlySpan<double> q)
    {
        double smallest = double.PositiveInfinity, largest = double.NegativeInfinity;
        foreach (double value in q)
        {
            if (value < smallest) smallest = value;
            if (value > largest) largest = value;
        }
        if (smallest > largest) return;
        description.QMin = Math.Min(description.QMin ?? smallest, smallest);
        description.QMax = Math.Max(description.QMax ?? largest, largest);
    }
}
