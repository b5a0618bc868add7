using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Formats;

/// <summary>Collects the values that a reader finds for the terms of the model, and makes the dataset of them.</summary>
internal sealed class Description(IDatasetReader reader, DatasetFile file, string entry, bool isOnlyEntry, DataLevel level)
{
    private const double AngstromInMetres = 1e-10, MillimetreInMetres = 1e-3;

    private readonly Dictionary<Term, MetadataItem> _items = [];
    private readonly List<string> _users = [];

    public double? QMin { get; set; }

    public double? QMax { get; set; }

    public string? QUnit { get; set; }

    public string? IUnit { get; set; }

    public long Points { get; set; }

    public bool? HasUncertainty { get; set; }

    public long? Events { get; set; }

    public long? Pulses { get; set; }

    /// <summary>Seconds from the first pulse to the last, for files that do not say how long was measured.</summary>
    public double? PulseDuration { get; set; }

    /// <summary>The technique that the format itself says, whatever the instrument.</summary>
    public Technique? Technique { get; set; }

    /// <summary>Whether what is known of the axis lets reduced data be small-angle scattering.</summary>
    public bool MayBeSmallAngle { get; set; } = true;

    /// <summary>Keeps a value for a term, unless a better one is there: a real value beats a placeholder, the first beats later ones.</summary>
    public void Add(MetadataItem item)
    {
        if (item.Term == Term.None) return;
        if (item.Term == Term.Users && !item.IsPlaceholder && !_users.Contains(item.Value)) _users.Add(item.Value);
        if (_items.TryGetValue(item.Term, out MetadataItem? known) && (!known.IsPlaceholder || item.IsPlaceholder)) return;
        _items[item.Term] = item;
    }

    public Dataset Build()
    {
        string? instrument = Text(Term.Instrument);
        (string Facility, Technique? Technique)? known = Instruments.Find(instrument);
        (string Name, string? Ror)? facility = Facilities.Find(Text(Term.Facility) ?? known?.Facility ?? Facilities.FindInName(instrument));
        return new Dataset(reader, file.Path, entry, isOnlyEntry, file.Length, file.LastWriteTimeUtc, _items)
        {
            Level = level,
            Instrument = instrument,
            Facility = facility?.Name,
            FacilityRor = facility?.Ror,
            Technique = Technique ?? known?.Technique ?? TechniqueOfProbe(Text(Term.Probe)),
            Title = Text(Term.Title),
            Sample = Text(Term.Sample),
            RunNumber = Text(Term.RunNumber),
            Proposal = Text(Term.Proposal),
            StartTime = Text(Term.StartTime) is { } start ? FileTimes.Parse(start) : null,
            EndTime = Text(Term.EndTime) is { } end ? FileTimes.Parse(end) : null,
            Wavelength = Number(Term.Wavelength, Dimension.Length, AngstromInMetres),
            DetectorDistance = Number(Term.DetectorDistance, Dimension.Length, 1),
            Temperature = Number(Term.Temperature, Dimension.Temperature, 1),
            Thickness = Number(Term.Thickness, Dimension.Length, MillimetreInMetres),
            Duration = Number(Term.Duration, Dimension.Time, 1) ?? PulseDuration,
            Concentration = Text(Term.Concentration) is { } concentration ? $"{concentration} {_items[Term.Concentration].Unit}".TrimEnd() : null,
            Solvent = Text(Term.Solvent),
            Users = _users.Count > 0 ? string.Join("; ", _users) : null,
            Events = Events,
            Pulses = Pulses,
            QMin = QMin,
            QMax = QMax,
            QUnit = QUnit,
            IUnit = IUnit,
            Points = Points,
            HasUncertainty = HasUncertainty,
        };
    }

    private Technique? TechniqueOfProbe(string? probe)
    {
        if (level != DataLevel.Reduced || !MayBeSmallAngle) return null;
        if (probe is null) return Technique.Sas;
        if (probe.Contains("neutron", StringComparison.OrdinalIgnoreCase)) return Technique.Sans;
        return probe.Contains("ray", StringComparison.OrdinalIgnoreCase) || probe.Contains("photon", StringComparison.OrdinalIgnoreCase) ? Technique.Saxs : Technique.Sas;
    }

    private string? Text(Term term) => _items.TryGetValue(term, out MetadataItem? item) && !item.IsPlaceholder ? item.Value : null;

    // A number whose unit is missing or unknown stays in the metadata as found; the model takes none of it.
    private double? Number(Term term, Dimension dimension, double modelUnit)
    {
        if (Text(term) is not { } text || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) return null;
        return Units.Find(_items[term].Unit, dimension) is { } unit && double.IsFinite(value) ? unit.ToBase(value) / modelUnit : null;
    }
}
