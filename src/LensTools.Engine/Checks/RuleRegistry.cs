using LensTools.Engine.Checks.Rules;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Checks;

/// <summary>All rules: the built-in ones, and those that a host has registered.</summary>
public static class RuleRegistry
{
    private static readonly Lock Registering = new();
    private static IReadOnlyList<IDatasetRule> _registered = [];

    /// <summary>The rule under which a file that cannot be read at all is reported.</summary>
    internal static readonly RuleInfo ReadableFile = new()
    {
        Id = "Readability.File",
        Name = "File",
        Description = "The file can be opened and its structure read.",
        Explanation = "What is damaged or not there cannot be used at all.",
        Category = RuleCategory.Readability,
        DefaultSeverity = Severity.Error,
        Remedy = new Remedy(Party.Uploader),
    };

    private static readonly IReadOnlyList<IDatasetRule> BuiltIn =
    [
        new ReadableFormatRule(),
        new ReadableArraysRule(),
        .. DefinitionRule.All,
        .. MetadataRule.All,
        new TechniqueRule(),
        new TimeRule(),
        new TimeOrderRule(),
        new TimeZoneRule(),
        new RunInNameRule(),
        new SimulatedRule(),
        new OriginRule(),
        new LicenceRule(),
        new PointsRule(),
        new FewPointsRule(),
        new QUnitRule(),
        new QOrderRule(),
        new UncertaintyRule(),
        new UncertaintyModelRule(),
        new UncertaintyScatterRule(),
        new IntensityRule(),
        new IUnitRule(),
        new ResolutionRule(),
        new SignalToNoiseRule(),
        new FlatCurveRule(),
        new OutlierRule(),
        new OverSubtractionRule(),
        new GuinierRangeRule(),
        new TruthRule(),
        .. DepartureRule.All,
        new NotCorrectedRule(),
        .. DoubtRule.All,
        new EmptyDetectorRule(),
        new MonitorRule(),
        new TimeEdgesRule(),
        new TotalsRule(),
        new DeadPixelsRule(),
        new HotPixelsRule(),
        new SaturatedRule(),
        .. EventRule.All,
        new RequiredLabelRule(),
        new VocabularyRule(),
        new PersonalDataRule(),
    ];

    /// <summary>The rules that compare one dataset with others.</summary>
    public static IReadOnlyList<ICollectionRule> CollectionRules { get; } =
    [
        new ChangedRule(),
        new DuplicateRule(),
        new NearDuplicateRule(),
        new PrefixRule(),
        new SplitRule(),
        new ForeignProposalRule(),
        new FrameRatioRule(),
        new MissingRunRule(),
        new SampleUnitsRule(),
        new SampleGridRule(),
        new QScaleRule(),
        new ConcentrationRule(),
        new BalanceRule(),
    ];

    /// <summary>The rules that look at one dataset.</summary>
    public static IReadOnlyList<IDatasetRule> DatasetRules => _registered.Count == 0 ? BuiltIn : [.. BuiltIn, .. _registered];

    /// <summary>All rules, ordered by id.</summary>
    public static IReadOnlyList<RuleInfo> All { get; private set; } = Listed();

    /// <summary>Whether a rule is built in.</summary>
    public static bool IsBuiltIn(RuleInfo info) => !_registered.Any(rule => rule.Info == info);

    /// <summary>Adds a rule of a host, or replaces the one that it registered with the same id.</summary>
    /// <exception cref="LensException">A built-in rule has the id.</exception>
    public static void Register(IDatasetRule rule)
    {
        lock (Registering)
        {
            if (Find(rule.Info.Id) is { } known && IsBuiltIn(known))
                throw new LensException(new LensError(
                    ErrorKind.RuleExists, $"{known.Id} is a built-in rule.", known.Id, "Give the rule another id, such as Mine.Title."));
            _registered = [.. _registered.Where(other => !Is(other, rule.Info.Id)), rule];
            All = Listed();
        }
    }

    /// <summary>Removes a rule that a host has registered.</summary>
    /// <returns>Whether there was one.</returns>
    public static bool Unregister(string id)
    {
        lock (Registering)
        {
            int before = _registered.Count;
            _registered = [.. _registered.Where(rule => !Is(rule, id))];
            All = Listed();
            return _registered.Count < before;
        }
    }

    private static bool Is(IDatasetRule rule, string id) => string.Equals(rule.Info.Id, id, StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<RuleInfo> Listed() => [.. DatasetRules
        .Select(rule => rule.Info)
        .Concat(CollectionRules.Select(rule => rule.Info))
        .Append(ReadableFile)
        .OrderBy(info => info.Id, StringComparer.Ordinal)];

    /// <summary>The rule with an id, or null.</summary>
    public static RuleInfo? Find(string id) => All.FirstOrDefault(info => string.Equals(info.Id, id, StringComparison.OrdinalIgnoreCase));
}
