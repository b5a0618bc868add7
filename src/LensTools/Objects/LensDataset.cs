using System.Management.Automation;
using LensTools.Engine;
using LensTools.Engine.Datasets;
using LensTools.Engine.Labels;

namespace LensTools;

/// <summary>One entry of one file, described in the same terms whatever the format.</summary>
public sealed partial class LensDataset : IComparable<LensDataset>, IComparable, IEquatable<LensDataset>
{
    private readonly Workspace _workspace;
    private LensCurve[]? _signals;
    private LensMetadata[]? _metadata;
    private string? _id;

    internal LensDataset(Dataset dataset, Workspace workspace) => (Source, _workspace) = (dataset, workspace);

    /// <summary>The file's name without its extension, and the entry if the file has several.</summary>
    public string Name => Source.Name;

    /// <summary>The absolute path of the file.</summary>
    public string Path => Source.Path;

    /// <summary>The literal path, as PowerShell's cmdlets accept it.</summary>
    public string PSPath => @"Microsoft.PowerShell.Core\FileSystem::" + Source.Path;

    /// <summary>The entry in the file; empty if the format has none.</summary>
    public string Entry => Source.Entry;

    /// <summary>The name of the format, as -Format accepts it.</summary>
    public string Format => Source.Format.Id;

    /// <summary>Raw or Reduced; null for formats that are recognised but not read.</summary>
    public string? Level => Source.IsReadable ? Source.Level.ToString() : null;

    /// <summary>Whether the format is read rather than only recognised.</summary>
    public bool Readable => Source.IsReadable;

    /// <summary>The facility's id in the Research Organization Registry.</summary>
    public string? FacilityRor => Source.FacilityRor;

    /// <summary>The technique's usual abbreviation, such as SANS.</summary>
    public string? Technique => Source.Technique?.Abbreviation;

    /// <summary>The technique's id in the PaNET ontology.</summary>
    public string? TechniqueId => Source.Technique?.Id;

    /// <summary>The number of events in an event stream.</summary>
    public long? Events => Source.Events;

    /// <summary>The number of pulses that the events come from.</summary>
    public long? Pulses => Source.Pulses;

    /// <summary>Smallest momentum transfer in 1/angstrom.</summary>
    public double? QMin => Source.QMin;

    /// <summary>Largest momentum transfer in 1/angstrom.</summary>
    public double? QMax => Source.QMax;

    /// <summary>The unit of QMin and QMax; empty if it is not known.</summary>
    public string? QUnit => Source.QUnit;

    /// <summary>The unit of Q in the file, from which values may have been converted.</summary>
    public string? SourceQUnit => Source.SourceQUnit;

    /// <summary>The unit of the intensity in the file.</summary>
    public string? IUnit => Source.IUnit;

    /// <summary>The number of intensities or counts.</summary>
    public long Points => Source.Points;

    /// <summary>Whether intensities have uncertainties; null for raw counts.</summary>
    public bool? HasUncertainty => Source.HasUncertainty;

    /// <summary>The size of the file in bytes.</summary>
    public long Length => Source.Length;

    /// <summary>When the file was last written.</summary>
    public DateTime LastWriteTime => Source.LastWriteTimeUtc.ToLocalTime();

    /// <summary>Its identity: the SHA-256 of the file, computed on first access.</summary>
    public string Id => _id ??= Lazily(() => _workspace.Identities.Of(Source, CancellationToken.None));

    /// <summary>Its current labels by name, from the ledger of its collection.</summary>
    public SortedDictionary<string, string> Labels => Lazily(() =>
    {
        var labels = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, LedgerEntry record) in _workspace.Labels.Of(Source, CancellationToken.None)) labels[name] = record.Value!;
        return labels;
    });

    /// <summary>Its curves, read on first access.</summary>
    public LensCurve[] Curves => [.. Signals.Where(signal => signal is not LensPlane)];

    /// <summary>Its planes, read on first access.</summary>
    public LensPlane[] Planes => [.. Signals.OfType<LensPlane>()];

    /// <summary>Every value of the entry as found, read on first access.</summary>
    public LensMetadata[] Metadata => _metadata ??= Lazily(() => Source.ReadMetadata().Select(item => new LensMetadata(item)).ToArray());

    internal Dataset Source { get; }

    private LensCurve[] Signals =>
        _signals ??= Lazily(
            () => Source.ReadSignals().Select(signal => signal is Plane plane ? new LensPlane(plane) : new LensCurve(signal)).ToArray());

    /// <inheritdoc/>
    public int CompareTo(LensDataset? other) =>
        other is null
            ? 1
            : string.CompareOrdinal(Path, other.Path) is var byPath && byPath != 0 ? byPath : string.CompareOrdinal(Entry, other.Entry);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => CompareTo(obj as LensDataset);

    /// <summary>Whether it is the same entry of the same version of the same file.</summary>
    public bool Equals(LensDataset? other) =>
        other is not null
            && (Path, Entry, Length, Source.LastWriteTimeUtc) == (other.Path, other.Entry, other.Length, other.Source.LastWriteTimeUtc);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LensDataset);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Path, Entry, Length);

    /// <inheritdoc/>
    public override string ToString() => Name;

    // PowerShell turns any exception from a property into null, except this one (PSGetMemberBinder).
    private static T Lazily<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Engine.Hosting.LensException problem)
        {
            throw new MethodException(problem.Message, new LensCommandException(problem.Error));
        }
    }
}
