using System.Management.Automation;
using LensTools.Engine.Datasets;
using LensTools.Engine.Labels;
using LensTools.Hosting;

namespace LensTools;

/// <summary>One entry of one file, described in the same terms whatever the format.</summary>
public sealed class LensDataset : IComparable<LensDataset>, IComparable
{
    private LensCurve[]? _curves;
    private LensMetadata[]? _metadata;
    private string? _id;

    internal LensDataset(Dataset dataset) => Source = dataset;

    /// <summary>The file's name without its extension, and the entry where the file has several.</summary>
    public string Name => Source.Name;

    /// <summary>The absolute path of the file.</summary>
    public string Path => Source.Path;

    /// <summary>The path as PowerShell's cmdlets take it literally.</summary>
    public string PSPath => @"Microsoft.PowerShell.Core\FileSystem::" + Source.Path;

    /// <summary>The entry in the file; empty where the format has none.</summary>
    public string Entry => Source.Entry;

    /// <summary>The format, by the name that -Format takes.</summary>
    public string Format => Source.Format.Id;

    /// <summary>Raw, Reduced, or Unread for formats that are known by name only.</summary>
    public string Level => Source.Level.ToString();

    /// <summary>The facility.</summary>
    public string? Facility => Source.Facility;

    /// <summary>The facility's id in the Research Organization Registry.</summary>
    public string? FacilityRor => Source.FacilityRor;

    /// <summary>The instrument.</summary>
    public string? Instrument => Source.Instrument;

    /// <summary>The technique's usual abbreviation, such as SANS.</summary>
    public string? Technique => Source.Technique?.Abbreviation;

    /// <summary>The technique's id in the PaNET ontology.</summary>
    public string? TechniqueId => Source.Technique?.Id;

    /// <summary>The title.</summary>
    public string? Title => Source.Title;

    /// <summary>The sample's name.</summary>
    public string? Sample => Source.Sample;

    /// <summary>The run number.</summary>
    public string? RunNumber => Source.RunNumber;

    /// <summary>The proposal.</summary>
    public string? Proposal => Source.Proposal;

    /// <summary>When the measurement began: UTC where the file tells its zone, otherwise of unspecified kind.</summary>
    public DateTime? StartTime => Source.StartTime;

    /// <summary>When it ended, likewise.</summary>
    public DateTime? EndTime => Source.EndTime;

    /// <summary>Wavelength in angstrom.</summary>
    public double? Wavelength => Source.Wavelength;

    /// <summary>Sample to detector in metres.</summary>
    public double? DetectorDistance => Source.DetectorDistance;

    /// <summary>Temperature in kelvin.</summary>
    public double? Temperature => Source.Temperature;

    /// <summary>The sample's thickness in millimetres.</summary>
    public double? Thickness => Source.Thickness;

    /// <summary>The concentration, with its unit as written.</summary>
    public string? Concentration => Source.Concentration;

    /// <summary>The solvent or buffer.</summary>
    public string? Solvent => Source.Solvent;

    /// <summary>Who measured.</summary>
    public string? Users => Source.Users;

    /// <summary>How long was measured, in seconds.</summary>
    public double? Duration => Source.Duration;

    /// <summary>How many events a stream of events holds.</summary>
    public long? Events => Source.Events;

    /// <summary>How many pulses the events come from.</summary>
    public long? Pulses => Source.Pulses;

    /// <summary>Smallest momentum transfer in 1/angstrom.</summary>
    public double? QMin => Source.QMin;

    /// <summary>Largest momentum transfer in 1/angstrom.</summary>
    public double? QMax => Source.QMax;

    /// <summary>The unit of Q in the file.</summary>
    public string? QUnit => Source.QUnit;

    /// <summary>The unit of the intensity in the file.</summary>
    public string? IUnit => Source.IUnit;

    /// <summary>How many intensities or counts it has.</summary>
    public long Points => Source.Points;

    /// <summary>Whether intensities come with uncertainties; nothing for raw counts.</summary>
    public bool? HasUncertainty => Source.HasUncertainty;

    /// <summary>Bytes in the file.</summary>
    public long Length => Source.Length;

    /// <summary>When the file was last written.</summary>
    public DateTime LastWriteTime => Source.LastWriteTimeUtc.ToLocalTime();

    /// <summary>Its identity: the SHA-256 of the file, read when first asked for.</summary>
    public string Id => _id ??= Lazily(() => LensSession.Identities.Of(Source, CancellationToken.None));

    /// <summary>Its current labels by name, from the ledger of its collection.</summary>
    public SortedDictionary<string, string> Labels => Lazily(() =>
    {
        var labels = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, LabelRecord record) in LensSession.Labels.Of(Source, CancellationToken.None)) labels[name] = record.Value!;
        return labels;
    });

    /// <summary>Its curves, read when first asked for.</summary>
    public LensCurve[] Curves => _curves ??= Lazily(() => Source.ReadCurves().Select(curve => new LensCurve(curve)).ToArray());

    /// <summary>Every value of the entry as found, read when first asked for.</summary>
    public LensMetadata[] Metadata => _metadata ??= Lazily(() => Source.ReadMetadata().Select(item => new LensMetadata(item)).ToArray());

    internal Dataset Source { get; }

    /// <inheritdoc/>
    public int CompareTo(LensDataset? other) =>
        other is null ? 1 : string.CompareOrdinal(Path, other.Path) is var byPath && byPath != 0 ? byPath : string.CompareOrdinal(Entry, other.Entry);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => CompareTo(obj as LensDataset);

    /// <inheritdoc/>
    public override string ToString() => Name;

    // PowerShell takes whatever a property throws for nothing, but this (PSGetMemberBinder).
    private static T Lazily<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Engine.Hosting.LensException problem)
        {
            throw new MethodException(problem.Message, problem);
        }
    }
}
