using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Formats;

/// <summary>Collects the values that a reader finds for the terms of the model, and makes the dataset of them.</summary>
internal sealed class Description(IDatasetReader reader, DatasetFile file, string entry, bool isOnlyEntry, DataLevel level)
{
    private const double AngstromInMetres = 1e-10;

    private readonly Dictionary<Term, MetadataItem> _items = [];

    public double? QMin { get; set; }

    public double? QMax { get; set; }

    public string? QUnit { get; set; }

    public string? IUnit { get; set; }

    public long Points { get; set; }

    public bool? HasUncertainty { get; set; }

    /// <summary>Keeps a value for a term, unless a better one is there: a real value beats a placeholder, the first beats later ones.</summary>
    public void Add(Term term, string name, string? value, string? unit, string place)
    {
        if (value is null || term == Term.None) return;
        string trimmed = value.Trim();
        bool isPlaceholder = Placeholders.Contains(term, trimmed);
        if (_items.TryGetValue(term, out MetadataItem? known) && (!known.IsPlaceholder || isPlaceholder)) return;
        _items[term] = new MetadataItem(name, trimmed, unit, place, term, isPlaceholder);
    }

    public Dataset Build()
    {
        string? instrument = Text(Term.Instrument);
        (string Facility, Technique? Technique)? known = Instruments.Find(instrument);
        return new Dataset(reader, file.Path, entry, isOnlyEntry, file.Length, file.LastWriteTimeUtc, _items)
        {
            Level = level,
            Instrument = instrument,
            Facility = Text(Term.Facility) ?? known?.Facility,
            Technique = known?.Technique ?? TechniqueOfProbe(Text(Term.Probe)),
            Title = Text(Term.Title),
            Sample = Text(Term.Sample),
            RunNumber = Text(Term.RunNumber),
            Proposal = Text(Term.Proposal),
            StartTime = Text(Term.StartTime) is { } start ? FileTimes.Parse(start) : null,
            EndTime = Text(Term.EndTime) is { } end ? FileTimes.Parse(end) : null,
            Wavelength = Number(Term.Wavelength, Dimension.Length, AngstromInMetres),
            DetectorDistance = Number(Term.DetectorDistance, Dimension.Length, 1),
            Temperature = Number(Term.Temperature, Dimension.Temperature, 1),
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
        if (level == DataLevel.Raw) return null;
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
