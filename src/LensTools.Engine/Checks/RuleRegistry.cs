using LensTools.Engine.Checks.Rules;

namespace LensTools.Engine.Checks;

/// <summary>All rules.</summary>
public static class RuleRegistry
{
    /// <summary>The rule under which a file that cannot be read at all is reported.</summary>
    internal static readonly RuleInfo ReadableFile = new()
    {
        Id = "Readability.File",
        Name = "File",
        Description = "The file can be opened and its structure read.",
        Category = RuleCategory.Readability,
        DefaultSeverity = Severity.Error,
        Remedy = new Remedy(Party.Uploader),
    };

    /// <summary>The rules that look at one dataset.</summary>
    public static IReadOnlyList<IDatasetRule> DatasetRules { get; } =
    [
        new ReadableFormatRule(),
        new ReadableArraysRule(),
        new DefinitionRule(),
        new TitleRule(),
        new SampleRule(),
        new ProposalRule(),
        new InstrumentRule(),
        new TimeRule(),
        new PointsRule(),
        new QUnitRule(),
        new QOrderRule(),
        new UncertaintyRule(),
        new IntensityRule(),
        new IUnitRule(),
        new ResolutionRule(),
        .. DoubtRule.All,
        new PersonalDataRule(),
    ];

    /// <summary>The rules that compare one dataset with others.</summary>
    public static IReadOnlyList<ICollectionRule> CollectionRules { get; } = [new DuplicateRule(), new NearDuplicateRule()];

    /// <summary>All rules, ordered by id.</summary>
    public static IReadOnlyList<RuleInfo> All { get; } = [.. DatasetRules
        .Select(rule => rule.Info)
        .Concat(CollectionRules.Select(rule => rule.Info))
        .Append(ReadableFile)
        .OrderBy(info => info.Id, StringComparer.Ordinal)];

    /// <summary>The rule with an id, or null.</summary>
    public static RuleInfo? Find(string id) => All.FirstOrDefault(info => string.Equals(info.Id, id, StringComparison.OrdinalIgnoreCase));
}
