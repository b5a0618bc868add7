using LensTools.Engine.Formats;

namespace LensTools.Engine.Datasets;

/// <summary>How far a dataset is from the detector.</summary>
public enum DataLevel
{
    /// <summary>Counts as the detector gave them.</summary>
    Raw,
    /// <summary>Intensity against momentum transfer.</summary>
    Reduced,
    /// <summary>A format that is known by name only: nothing of it is read.</summary>
    Unread,
}

/// <summary>
/// One entry of one file, described in the same terms whatever the format. The description is small and holds no
/// array; curves, all metadata and the identity are read when they are asked for.
/// </summary>
public sealed class Dataset
{
    private readonly IReadOnlyDictionary<Term, MetadataItem> _described;

    internal Dataset(IDatasetReader reader, string path, string entry, bool isOnlyEntry, long length, DateTime lastWriteTime, IReadOnlyDictionary<Term, MetadataItem> described)
    {
        Reader = reader;
        Path = path;
        Entry = entry;
        IsOnlyEntry = isOnlyEntry;
        Length = length;
        LastWriteTimeUtc = lastWriteTime;
        _described = described;
    }

    /// <summary>The file's name without its extension, and the entry where the file has several.</summary>
    public string Name => IsOnlyEntry ? FileName : $"{FileName}#{Entry}";

    /// <summary>The absolute path of the file.</summary>
    public string Path { get; }

    /// <summary>The entry's name or path in the file; empty where a file of this format is one entry.</summary>
    public string Entry { get; }

    /// <summary>Whether the file has no other entry.</summary>
    public bool IsOnlyEntry { get; }

    /// <summary>The format.</summary>
    public DatasetFormat Format => Reader.Format;

    /// <summary>Bytes in the file.</summary>
    public long Length { get; }

    /// <summary>When the file was last written.</summary>
    public DateTime LastWriteTimeUtc { get; }

    /// <summary>Raw, reduced or not read at all.</summary>
    public required DataLevel Level { get; init; }

    /// <summary>The facility by its short name, from the file or from its instrument.</summary>
    public string? Facility { get; init; }

    /// <summary>The instrument.</summary>
    public string? Instrument { get; init; }

    /// <summary>The technique, from the instrument or the probe.</summary>
    public Technique? Technique { get; init; }

    /// <summary>The title.</summary>
    public string? Title { get; init; }

    /// <summary>The sample's name.</summary>
    public string? Sample { get; init; }

    /// <summary>The run number.</summary>
    public string? RunNumber { get; init; }

    /// <summary>The proposal.</summary>
    public string? Proposal { get; init; }

    /// <summary>When the measurement began: UTC where the file tells its zone, otherwise of unspecified kind.</summary>
    public DateTime? StartTime { get; init; }

    /// <summary>When it ended, likewise.</summary>
    public DateTime? EndTime { get; init; }

    /// <summary>Wavelength in angstrom.</summary>
    public double? Wavelength { get; init; }

    /// <summary>Sample to detector in metres.</summary>
    public double? DetectorDistance { get; init; }

    /// <summary>Temperature in kelvin.</summary>
    public double? Temperature { get; init; }

    /// <summary>The sample's thickness in millimetres.</summary>
    public double? Thickness { get; init; }

    /// <summary>The concentration of what was measured, with its unit as written.</summary>
    public string? Concentration { get; init; }

    /// <summary>The solvent or buffer.</summary>
    public string? Solvent { get; init; }

    /// <summary>Who measured.</summary>
    public string? Users { get; init; }

    /// <summary>How long was measured, in seconds.</summary>
    public double? Duration { get; init; }

    /// <summary>The facility's id in the Research Organization Registry.</summary>
    public string? FacilityRor { get; init; }

    /// <summary>How many events a stream of events holds; null where there is none.</summary>
    public long? Events { get; init; }

    /// <summary>How many pulses or frames the events come from.</summary>
    public long? Pulses { get; init; }

    /// <summary>Smallest momentum transfer in 1/angstrom (as found where its unit is unknown); null for raw data.</summary>
    public double? QMin { get; init; }

    /// <summary>Largest momentum transfer, likewise.</summary>
    public double? QMax { get; init; }

    /// <summary>The unit of Q as it stands in the file; null where it does not say.</summary>
    public string? QUnit { get; init; }

    /// <summary>The unit of the intensity as it stands in the file; null where it does not say.</summary>
    public string? IUnit { get; init; }

    /// <summary>How many intensities or counts it has.</summary>
    public long Points { get; init; }

    /// <summary>Whether intensities come with uncertainties; null for raw counts, which are their own.</summary>
    public bool? HasUncertainty { get; init; }

    internal IDatasetReader Reader { get; }

    private string FileName => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The value that a term was taken from, placeholders included; null where the file has none.</summary>
    public MetadataItem? Source(Term term) => _described.GetValueOrDefault(term);

    /// <summary>Reads its curves; none for raw data.</summary>
    /// <exception cref="Hosting.LensException">The file is damaged or gone.</exception>
    public IReadOnlyList<Curve> ReadCurves(CancellationToken stop = default) => ReadFile(stop, Reader.ReadCurves);

    /// <summary>Reads every value of the entry as found.</summary>
    /// <exception cref="Hosting.LensException">The file is damaged or gone.</exception>
    public IReadOnlyList<MetadataItem> ReadMetadata(CancellationToken stop = default) => ReadFile(stop, Reader.ReadMetadata);

    /// <summary>Where the entry departs from the definition of its format; none for formats without one.</summary>
    /// <exception cref="Hosting.LensException">The file is damaged or gone.</exception>
    public IReadOnlyList<Nonconformity> ReadNonconformities(CancellationToken stop = default) => ReadFile(stop, Reader.ReadNonconformities);

    /// <summary>Reads all its arrays and throws the values away, to find out whether that can be done.</summary>
    /// <exception cref="Hosting.LensException">The file is damaged or gone.</exception>
    public void ReadArrays(CancellationToken stop) => ReadFile(stop, (file, entry) =>
    {
        Reader.ReadArrays(file, entry);
        return true;
    });

    private T ReadFile<T>(CancellationToken stop, Func<DatasetFile, string, T> read) => DatasetFile.Use(Path, stop, file => read(file, Entry));
}
