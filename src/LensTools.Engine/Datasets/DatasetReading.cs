using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Datasets;

/// <summary>
/// An entry of a file that is open: its metadata, curves and planes, departures from the definition, arrays and hash,
/// each read once when it is first asked for. It must be used by one thread at a time.
/// </summary>
public sealed class DatasetReading : IDisposable
{
    private readonly DatasetFile _file;
    private readonly bool _ownsFile;
    private readonly Lazy<IReadOnlyList<MetadataItem>> _metadata;
    private readonly Lazy<IReadOnlyList<Signal>> _signals;
    private readonly Lazy<IReadOnlyList<Nonconformity>> _nonconformities;
    private readonly Lazy<IReadOnlyList<Doubt>> _doubts;
    private readonly Lazy<RawCounts> _counts;
    private readonly Lazy<IReadOnlyList<EventFacts>> _events;
    private readonly Lazy<bool> _arrays;

    internal DatasetReading(Dataset dataset, DatasetFile file, bool ownsFile)
    {
        (Dataset, _file, _ownsFile) = (dataset, file, ownsFile);
        _metadata = Once(() => dataset.Reader.ReadMetadata(file, dataset.Entry));
        _signals = Once(() => dataset.Reader.ReadSignals(file, dataset.Entry));
        _nonconformities = Once(() => dataset.Reader.ReadNonconformities(file, dataset.Entry));
        _doubts = Once<IReadOnlyList<Doubt>>(
            () => [.. dataset.Reader.ReadDoubts(file, dataset.Entry), .. Signals.SelectMany(Formats.Doubts.OfUnit)]);
        _counts = Once(() => dataset.Reader.ReadCounts(file, dataset.Entry));
        _events = Once(() => dataset.Reader.ReadEvents(file, dataset.Entry));
        _arrays = Once(() =>
        {
            // Of events, one pass finds whether they can be read and what they look like.
            _ = _events.Value;
            _ = _counts.Value;
            dataset.Reader.VerifyArrays(file, dataset.Entry);
            return true;
        });
    }

    /// <summary>The dataset as the file is now.</summary>
    public Dataset Dataset { get; }

    /// <summary>Every value of the entry as found.</summary>
    /// <exception cref="LensException">The file is damaged.</exception>
    public IReadOnlyList<MetadataItem> Metadata => _metadata.Value;

    /// <summary>Its curves and planes; none for raw data.</summary>
    /// <exception cref="LensException">The file is damaged.</exception>
    public IReadOnlyList<Signal> Signals => _signals.Value;

    /// <summary>Where the entry departs from the definition of its format; none for formats without one.</summary>
    /// <exception cref="LensException">The file is damaged.</exception>
    public IReadOnlyList<Nonconformity> Nonconformities => _nonconformities.Value;

    /// <summary>What was guessed, repaired or left out in reading it.</summary>
    /// <exception cref="LensException">The file is damaged.</exception>
    public IReadOnlyList<Doubt> Doubts => _doubts.Value;

    /// <summary>What its detectors and monitors counted; nothing for reduced data.</summary>
    /// <exception cref="LensException">The file is damaged.</exception>
    public RawCounts Counts => _counts.Value;

    /// <summary>What each of its streams of events looks like; none for other data.</summary>
    /// <exception cref="LensException">The file is damaged.</exception>
    public IReadOnlyList<EventFacts> Events => _events.Value;

    /// <summary>The SHA-256 of the file in lower-case hexadecimal.</summary>
    /// <exception cref="LensException">It cannot be read.</exception>
    public string Sha256 => _file.Guard(_file.ComputeSha256);

    /// <summary>Cancels the reading.</summary>
    public CancellationToken Stop => _file.Stop;

    /// <summary>Reads every array to its end and discards the values.</summary>
    /// <exception cref="LensException">One cannot be read.</exception>
    public void VerifyArrays() => _ = _arrays.Value;

    /// <summary>Its streams of events, open while this is.</summary>
    internal IReadOnlyList<Formats.Nexus.EventReading> OpenEvents() =>
        _file.Guard(() => Dataset.Reader.OpenEvents(_file, Dataset.Entry));

    /// <summary>What it knows of the detectors of its muon histograms; null if it does not.</summary>
    internal Formats.Muons.MuonDetectors? ReadMuonDetectors() =>
        _file.Guard(() => Dataset.Reader.ReadMuonDetectors(_file, Dataset.Entry));

    /// <summary>The flight paths of raw time-of-flight counts, and the counts [detector, time]; null if they are not known.</summary>
    internal Analysis.Averaging.FlightCounts? ReadFlightPaths() =>
        _file.Guard(() => Dataset.Reader.ReadFlightPaths(_file, Dataset.Entry));

    /// <summary>Reads from the file; what is damaged there is an error that names it.</summary>
    internal T Guard<T>(Func<T> read) => _file.Guard(read);

    /// <summary>Computes the hash if the content is in memory and a pipeline continues, so that labelling and publishing have it.</summary>
    internal void HashIfInMemory()
    {
        if (_file is { IsInMemory: true, Recent: not null }) _ = Sha256;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsFile) _file.Release();
    }

    internal static DatasetReading Open(Dataset dataset, CancellationToken stop)
    {
        DatasetFile file = DatasetFile.Open(dataset.Path, dataset.Version, stop);
        try
        {
            if (file.Version == dataset.Version) return new DatasetReading(dataset, file, ownsFile: true);
            // Changed since it was described: everything must be read from one state of the file.
            Dataset? now = file.Guard(() => FormatRegistry.Describe(file).Datasets.FirstOrDefault(found => found.Entry == dataset.Entry));
            return now is not null ? new DatasetReading(now, file, ownsFile: true) : throw new LensException(new LensError(
                ErrorKind.EntryNotFound,
                $"{dataset.Path} no longer has an entry \"{dataset.Entry}\".",
                dataset.Path,
                "The file changed; list it again."));
        }
        catch
        {
            file.Release();
            throw;
        }
    }

    // A failed read is not retried: it throws the same error each time.
    private Lazy<T> Once<T>(Func<T> read) => new(() => _file.Guard(read), LazyThreadSafetyMode.ExecutionAndPublication);
}
