using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Datasets;

/// <summary>
/// An entry of a file that is open: its metadata, curves and planes, departures from the definition, arrays and hash,
/// each read once when it is first asked for. One thread at a time uses it.
/// </summary>
public sealed class DatasetReading : IDisposable
{
    private readonly DatasetFile _file;
    private readonly bool _ownsFile;
    private readonly Lazy<IReadOnlyList<MetadataItem>> _metadata;
    private readonly Lazy<IReadOnlyList<Signal>> _signals;
    private readonly Lazy<IReadOnlyList<Nonconformity>> _nonconformities;
    private readonly Lazy<bool> _arrays;

    internal DatasetReading(Dataset dataset, DatasetFile file, bool ownsFile)
    {
        (Dataset, _file, _ownsFile) = (dataset, file, ownsFile);
        _metadata = Once(() => dataset.Reader.ReadMetadata(file, dataset.Entry));
        _signals = Once(() => dataset.Reader.ReadSignals(file, dataset.Entry));
        _nonconformities = Once(() => dataset.Reader.ReadNonconformities(file, dataset.Entry));
        _arrays = Once(() =>
        {
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

    /// <summary>The SHA-256 of the file in lower-case hexadecimal.</summary>
    /// <exception cref="LensException">It cannot be read.</exception>
    public string Sha256 => _file.Guard(_file.ComputeSha256);

    /// <summary>Stops what is read.</summary>
    public CancellationToken Stop => _file.Stop;

    /// <summary>Reads every array to its end and throws the values away.</summary>
    /// <exception cref="LensException">One cannot be read.</exception>
    public void VerifyArrays() => _ = _arrays.Value;

    /// <summary>Computes the hash where that reads nothing more and a pipeline continues, so that labelling and publishing know it.</summary>
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
            // Written to since it was described: what is read must be of one state of the file.
            Dataset? now = file.Guard(() => FormatRegistry.Describe(file).Datasets.FirstOrDefault(found => found.Entry == dataset.Entry));
            return now is not null ? new DatasetReading(now, file, ownsFile: true) : throw new LensException(new LensError(
                ErrorKind.EntryNotFound,
                $"{dataset.Path} has no entry \"{dataset.Entry}\" any more.",
                dataset.Path,
                "The file changed; list it again."));
        }
        catch
        {
            file.Release();
            throw;
        }
    }

    // What failed once is not tried again: the same error comes each time.
    private Lazy<T> Once<T>(Func<T> read) => new(() => _file.Guard(read), LazyThreadSafetyMode.ExecutionAndPublication);
}
