using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>A value that a dataset must have, in its file or as a label: rules that differ only in the term they ask for.</summary>
internal sealed class MetadataRule : IDatasetRule
{
    // Facilities whose sources are all pulsed.
    private static readonly HashSet<string> PulsedSources = ["ISIS", "ESS", "J-PARC"];

    private readonly Term _term;
    private readonly string _what, _advice;
    private readonly Func<Dataset, bool> _applies;

    private MetadataRule(
        Term term,
        string what,
        string explanation,
        string advice,
        Severity severity,
        Remedy remedy,
        DataKinds kinds = DataKinds.Measured,
        Func<Dataset, bool>? applies = null)
    {
        (_term, _what, _advice, _applies) = (term, what, advice, applies ?? (_ => true));
        Info = new RuleInfo
        {
            Id = $"Metadata.{term}",
            Name = TitleOf(term),
            Description = $"The file gives {what}, and it is not a placeholder.",
            Explanation = explanation,
            Category = RuleCategory.Metadata,
            AppliesTo = kinds,
            DefaultSeverity = severity,
            Needs = RuleNeeds.Labels,
            Remedy = remedy,
        };
    }

    /// <summary>One for each term that is asked for.</summary>
    public static IReadOnlyList<MetadataRule> All { get; } =
    [
        new(
            Term.Title,
            "a title that says what was measured",
            "Whoever looks for data searches their titles.",
            "Ask the uploader what this measurement is, then set the label title.",
            Severity.Error,
            new Remedy(Party.Uploader, "What was measured, in a few words?", "title"),
            DataKinds.All,
            // Columns have nowhere to put a title; the file's name and labels say what it is.
            dataset => dataset.Source(Term.Title) is not null || !IsOfColumns(dataset)),
        new(
            Term.Sample,
            "the sample's name",
            "Data of the same sample must be in one part of a split, and the sample is what most models are to predict.",
            "Ask the uploader what the sample is, then set the label sample-name.",
            Severity.Error,
            new Remedy(Party.Uploader, "What is the sample?", "sample-name"),
            DataKinds.All),
        new(
            Term.Proposal,
            "the proposal under which it was measured",
            "The proposal determines who may use the data.",
            "Ask the uploader for the proposal number: it determines who may use the data.",
            Severity.Error,
            new Remedy(Party.Uploader, "Under which proposal was it measured?", "proposal"),
            // Reduced formats have no usual place for it.
            applies: dataset => dataset.Level == DataLevel.Raw || dataset.Source(Term.Proposal) is not null),
        new(
            Term.Instrument,
            "the instrument",
            "Models learn the instrument with the sample; only where it is known can they be tested on another.",
            "Ask the uploader where it was measured.",
            Severity.Warning,
            new Remedy(Party.Uploader, "On which instrument was it measured?", "instrument"),
            // Where a file says nothing about itself at all, the sample is what is asked for.
            applies: dataset => !IsOfColumns(dataset) || TermInfo.All.Any(term => dataset.Source(term.Term) is not null)),
        new(
            Term.Facility,
            "the facility",
            "Questions about the data go to the facility, and splits by facility test whether a model carries over.",
            "Ask the uploader at which facility it was measured.",
            Severity.Off,
            new Remedy(Party.Uploader, "At which facility was it measured?", "facility")),
        new(
            Term.RunNumber,
            "the run number",
            "The run number leads back to the raw data in the facility's catalogue.",
            "Ask the uploader for the run number.",
            Severity.Off,
            new Remedy(Party.Uploader, "Which run was it?", "run-number"),
            DataKinds.Raw),
        new(
            Term.StartTime,
            "the time when it began",
            "Runs are ordered by time, and calibrations belong to a time.",
            "Ask the uploader when it was measured.",
            Severity.Off,
            new Remedy(Party.Uploader, "When was it measured?", "start-time"),
            DataKinds.Raw),
        new(
            Term.Wavelength,
            "the wavelength",
            "Resolution and absorption depend on the wavelength, and so does everything computed from pixels.",
            "Ask the uploader for the wavelength.",
            Severity.Off,
            new Remedy(Party.Uploader, "What was the wavelength, in angstrom?", "wavelength"),
            DataKinds.Curve | DataKinds.Plane | DataKinds.Histogram,
            dataset => !IsOfTimeOfFlight(dataset)),
        new(
            Term.DetectorDistance,
            "the distance from sample to detector",
            "Configurations differ in it, and curves of one sample at two distances must be told apart.",
            "Ask the uploader for the distance.",
            Severity.Off,
            new Remedy(Party.Uploader, "How far was the detector from the sample, in metres?", "detector-distance"),
            DataKinds.Curve | DataKinds.Plane | DataKinds.Histogram,
            // What a raw run of time of flight leaves to the definition of its instrument.
            dataset => dataset.Level == DataLevel.Reduced
                ? dataset.Format.Id != "MantidProcessed"
                : !IsOfTimeOfFlight(dataset)),
        new(
            Term.Thickness,
            "the thickness of the sample",
            "Intensities in 1/cm are per thickness: a wrong one is a wrong scale.",
            "Ask the uploader for the thickness.",
            Severity.Off,
            new Remedy(Party.Uploader, "How thick was the sample, in millimetres?", "thickness"),
            DataKinds.Curve | DataKinds.Plane | DataKinds.Histogram),
        new(
            Term.Temperature,
            "the temperature of the sample",
            "Many samples change their structure with temperature.",
            "Ask the uploader for the temperature.",
            Severity.Off,
            new Remedy(Party.Uploader, "At which temperature was it measured, in kelvin?", "temperature")),
    ];

    public RuleInfo Info { get; }

    public IEnumerable<Observation> Check(RuleContext context)
    {
        if (!_applies(context.Dataset)) yield break;
        MetadataItem? source = context.Dataset.Source(_term);
        // The facility may be known from the instrument.
        if (source is { IsPlaceholder: false } || (source is null && context.Dataset.Value(_term) is not null)) yield break;
        if (context.Label(Info.Remedy.Label!) is not null) yield break;
        string seen = source is null ? "the file does not say"
            : source.Value.Length == 0 ? $"{source.Name} is blank"
            : $"{source.Name} is \"{source.Value}\", which is a placeholder";
        yield return new Observation(Location.Of(context.Dataset) with { Pointer = source?.Location }, seen, _what, _advice);
    }

    // Time of flight has a band of wavelengths, and is what instruments at pulsed sources measure with.
    private static bool IsOfTimeOfFlight(Dataset dataset) =>
        dataset.Format.Id is "IsisTofRaw" or "MantidProcessed"
        || (dataset.Format.Id == "Ansto" && dataset.Technique == Technique.Reflectometry)
        || (dataset.Value(Term.Facility) is string facility && PulsedSources.Contains(facility));

    private static bool IsOfColumns(Dataset dataset) => dataset.Format.Id is "ColumnText" or "BioXtas";

    private static string TitleOf(Term term) => term switch
    {
        Term.RunNumber => "Run number",
        Term.StartTime => "Start time",
        Term.DetectorDistance => "Detector distance",
        _ => term.ToString(),
    };
}
