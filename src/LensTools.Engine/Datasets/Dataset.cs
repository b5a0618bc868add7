using LensTools.Engine.Formats;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Datasets;

/// <summary>How far a dataset has been processed.</summary>
public enum DataLevel
{
    /// <summary>Counts as the detector gave them.</summary>
    Raw,
    /// <summary>Intensity against momentum transfer.</summary>
    Reduced,
}

/// <summary>
/// One entry of one file, described in the same terms for every format. The description is small and holds no
/// array; curves, all metadata and the identity are read when they are asked for. The properties that files give values
/// for are generated from <c>terms.tsv</c>.
/// </summary>
public sealed partial class Dataset
{
    // By term: listings hold many datasets, and such small arrays take a third of the memory of dictionaries.
    private MetadataItem?[] _described;
    private object?[] _values;

    internal Dataset(
        IDatasetReader reader,
        FileVersion version,
        string entry,
        bool isOnlyEntry,
        MetadataItem?[] described,
        object?[] values)
    {
        Reader = reader;
        Version = version;
        Entry = entry;
        IsOnlyEntry = isOnlyEntry;
        _described = described;
        _values = values;
    }

    /// <summary>The file's name without its extension, and the entry if the file has several.</summary>
    public string Name => IsOnlyEntry ? FileName : $"{FileName}#{Entry}";

    /// <summary>The absolute path of the file.</summary>
    public string Path => Version.Path;

    /// <summary>The entry's name or path in the file; empty if a file of this format is one entry.</summary>
    public string Entry { get; }

    /// <summary>Whether the file has no other entry.</summary>
    public bool IsOnlyEntry { get; }

    /// <summary>The format.</summary>
    public DatasetFormat Format => Reader.Format;

    /// <summary>Whether the format can be read; of others only the name is known.</summary>
    public bool IsReadable => Format.Advice is null;

    /// <summary>Bytes in the file.</summary>
    public long Length => Version.Length;

    /// <summary>When the file was last written.</summary>
    public DateTime LastWriteTimeUtc => Version.LastWriteTimeUtc;

    /// <summary>Raw or reduced.</summary>
    public required DataLevel Level { get; init; }

    /// <summary>The technique, from the format, the instrument or the probe.</summary>
    public Technique? Technique { get; init; }

    /// <summary>The facility's id in the Research Organization Registry.</summary>
    public string? FacilityRor { get; init; }

    /// <summary>How many events a stream of events holds; null if there is none.</summary>
    public long? Events { get; init; }

    /// <summary>How many pulses or frames the events come from.</summary>
    public long? Pulses { get; init; }

    /// <summary>Smallest momentum transfer in 1/angstrom (as found if its unit is unknown); null for raw data.</summary>
    public double? QMin { get; init; }

    /// <summary>Largest momentum transfer, likewise.</summary>
    public double? QMax { get; init; }

    /// <summary>The unit of <see cref="QMin"/> and <see cref="QMax"/>; null if it is not known.</summary>
    public string? QUnit => IsQUnitImplied || Units.Find(SourceQUnit, Dimension.Momentum) is not null ? Curves.QUnit : SourceQUnit;

    /// <summary>Whether the file does not write the unit of Q, and its format has only one.</summary>
    public bool IsQUnitImplied { get; init; }

    /// <summary>The unit of Q as written in the file, from which values may have been converted; null if it does not say.</summary>
    public string? SourceQUnit { get; init; }

    /// <summary>The unit of the intensity as written in the file; null if it does not say.</summary>
    public string? IUnit { get; init; }

    /// <summary>How many intensities or counts it has.</summary>
    public long Points { get; init; }

    /// <summary>Whether intensities come with uncertainties; null for raw counts, which are their own.</summary>
    public bool? HasUncertainty { get; init; }

    /// <summary>Whether the entry names people, if its description says so; null if all metadata must be read to know.</summary>
    internal bool? NamesPeople { get; init; }

    internal IDatasetReader Reader { get; }

    internal FileVersion Version { get; }

    private string FileName => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The value that a term was taken from, placeholders included; null if the file has none.</summary>
    public MetadataItem? Source(Term term) => _described[(int)term];

    /// <summary>
    /// The value of a term in the model: a text, a <see cref="Quantity"/>, a time or people; null if the file has none.
    /// </summary>
    public object? Value(Term term) => _values[(int)term];

    /// <summary>The folder that was searched to find the file; null if the file was named itself.</summary>
    public string? SearchFolder { get; internal set; }

    /// <summary>This dataset with other values of some terms, as somebody has said them.</summary>
    internal Dataset Amended(IEnumerable<(MetadataItem Item, object? Value)> amendments)
    {
        var copy = (Dataset)MemberwiseClone();
        (copy._described, copy._values) = ([.. _described], [.. _values]);
        foreach ((MetadataItem item, object? value) in amendments)
        {
            copy._described[(int)item.Term] = item;
            copy._values[(int)item.Term] = value;
        }
        return copy;
    }

    /// <summary>This dataset with only those values of its description that others have too.</summary>
    internal Dataset SharedWith(IEnumerable<Dataset> others)
    {
        var copy = (Dataset)MemberwiseClone();
        (copy._described, copy._values) = ([.. _described], [.. _values]);
        foreach (Dataset other in others)
        {
            for (int term = 0; term < copy._described.Length; term++)
            {
                (MetadataItem? mine, MetadataItem? its) = (copy._described[term], other._described[term]);
                bool isShared = Equals(copy._values[term], other._values[term]) || (mine?.Value, mine?.Unit) == (its?.Value, its?.Unit);
                if (!isShared) (copy._described[term], copy._values[term]) = (null, null);
            }
        }
        return copy;
    }

    /// <summary>Opens the file to read from the entry.</summary>
    /// <exception cref="Hosting.LensException">It is damaged or gone.</exception>
    public DatasetReading Open(CancellationToken stop = default) => DatasetReading.Open(this, stop);

    /// <summary>Reads its curves and planes; none for raw data.</summary>
    /// <exception cref="Hosting.LensException">The file is damaged or gone.</exception>
    public IReadOnlyList<Signal> ReadSignals(CancellationToken stop = default)
    {
        using DatasetReading reading = Open(stop);
        return reading.Signals;
    }

    /// <summary>Reads every value of the entry as found.</summary>
    /// <exception cref="Hosting.LensException">The file is damaged or gone.</exception>
    public IReadOnlyList<MetadataItem> ReadMetadata(CancellationToken stop = default)
    {
        using DatasetReading reading = Open(stop);
        return reading.Metadata;
    }
}
