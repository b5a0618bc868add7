using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Formats;

/// <summary>Collects the values that a reader finds for the terms of the model, and builds the dataset from them.</summary>
internal sealed class Description(IDatasetReader reader, DatasetFile file, string entry, bool isOnlyEntry, DataLevel level)
{
    private readonly MetadataItem?[] _items = new MetadataItem?[TermInfo.All.Count + 1];
    private readonly List<Person> _users = [];
    private bool _hasSeveralDistances;

    public double? QMin { get; set; }

    public double? QMax { get; set; }

    public string? SourceQUnit { get; set; }

    /// <summary>Whether the format has only one unit of Q, which the file does not write.</summary>
    public bool IsQUnitImplied { get; set; }

    public string? IUnit { get; set; }

    public long Points { get; set; }

    public bool? HasUncertainty { get; set; }

    public long? Events { get; set; }

    public long? Pulses { get; set; }

    /// <summary>Seconds from the first pulse to the last, for files that do not state the measuring time.</summary>
    public double? PulseDuration { get; set; }

    /// <summary>The technique that the format itself implies, whatever the instrument.</summary>
    public Technique? Technique { get; set; }

    /// <summary>The technique of the definition that the entry follows, if its instrument is not known.</summary>
    public Technique? DefinedTechnique { get; set; }

    /// <summary>Whether the entry names people; null if that is not known yet.</summary>
    public bool? NamesPeople { get; set; }

    /// <summary>Whether reduced data may be small-angle scattering, judging by the axis.</summary>
    public bool MayBeSmallAngle { get; set; } = true;

    /// <summary>
    /// Keeps a value for a term, unless there is a better one: a real value beats a placeholder, the first beats later ones.
    /// </summary>
    public void Add(MetadataItem item)
    {
        if (item.Term == Term.None) return;
        if (item.Term == Term.Users
            && !item.IsPlaceholder
            && Person.Parse(item.Value) is { Name.Length: > 0 } person
            && !_users.Contains(person))
            _users.Add(person);
        if (_items[(int)item.Term] is { } known && (!known.IsPlaceholder || item.IsPlaceholder))
        {
            // Of several detectors, the file does not say which one measured: the distance stays in the metadata.
            if (item.Term == Term.DetectorDistance && !item.IsPlaceholder && item.Value != known.Value && item.Location != known.Location)
                _hasSeveralDistances = true;
            return;
        }
        _items[(int)item.Term] = item;
    }

    public Dataset Build()
    {
        string? instrument = Text(Term.Instrument);
        KnownInstrument? known = Instruments.Find(instrument);
        (string Name, string? Ror)? facility = Facilities.Find(Text(Term.Facility) ?? known?.Facility ?? Facilities.FindInName(instrument));
        return new Dataset(reader, file.Version, entry, isOnlyEntry, _items, Values(facility?.Name, known?.Name))
        {
            Level = level,
            FacilityRor = facility?.Ror,
            Technique = Technique ?? known?.Technique ?? DefinedTechnique ?? TechniqueOfProbe(Text(Term.Probe)),
            Events = Events,
            Pulses = Pulses,
            QMin = QMin,
            QMax = QMax,
            SourceQUnit = SourceQUnit,
            IsQUnitImplied = IsQUnitImplied,
            IUnit = IUnit,
            Points = Points,
            HasUncertainty = HasUncertainty,
            NamesPeople = NamesPeople,
        };
    }

    private object?[] Values(string? facility, string? instrument)
    {
        var values = new object?[_items.Length];
        foreach (TermInfo term in TermInfo.All)
        {
            if (_items[(int)term.Term] is not null) values[(int)term.Term] = Value(term);
        }
        if (_hasSeveralDistances) values[(int)Term.DetectorDistance] = null;
        if (facility is not null) values[(int)Term.Facility] = facility;
        // One instrument has one name, however files write it; the metadata keep that.
        if (instrument is not null) values[(int)Term.Instrument] = instrument;
        if (PulseDuration is { } seconds) values[(int)Term.Duration] ??= new Quantity(seconds, TermInfo.Of(Term.Duration).Unit);
        return values;
    }

    private object? Value(TermInfo term) => term.Kind == TermKind.People
        ? _users.Count > 0 ? _users : null
        : Text(term.Term) is { } text ? TermValues.Of(term, text, _items[(int)term.Term]!.Unit) : null;

    private Technique? TechniqueOfProbe(string? probe)
    {
        if (level != DataLevel.Reduced || !MayBeSmallAngle) return null;
        if (probe is null) return Technique.Sas;
        if (probe.Contains("neutron", StringComparison.OrdinalIgnoreCase)) return Technique.Sans;
        return probe.Contains("ray", StringComparison.OrdinalIgnoreCase) || probe.Contains("photon", StringComparison.OrdinalIgnoreCase)
            ? Technique.Saxs
            : Technique.Sas;
    }

    private string? Text(Term term) => _items[(int)term] is { IsPlaceholder: false } item ? item.Value : null;
}
