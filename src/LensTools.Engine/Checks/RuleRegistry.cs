using LensTools.Engine.Checks.Rules;

namespace LensTools.Engine.Checks;

/// <summary>Every rule, in the order in which they are applied: those that need least first.</summary>
public static class RuleRegistry
{
    /// <summary>The id under which a file that cannot be read at all is reported.</summary>
    public const string ReadableFile = "Readability.File";

    /// <summary>The id under which a format is reported that is known by name only.</summary>
    public const string ReadableFormat = "Readability.Format";

    /// <summary>The id under which arrays that cannot be read are reported.</summary>
    public const string ReadableArrays = "Readability.Arrays";

    /// <summary>The rules.</summary>
    public static IReadOnlyList<IRule> Rules { get; } =
    [
        new ReadableFileRule(),
        new ReadableFormatRule(),
        new TitleRule(),
        new SampleRule(),
        new ProposalRule(),
        new InstrumentRule(),
        new QUnitRule(),
        new PersonalDataRule(),
        new DefinitionRule(),
        new DuplicateRule(),
        new PointsRule(),
        new UncertaintyRule(),
        new QOrderRule(),
        new IntensityRule(),
        new ReadableArraysRule(),
    ];
}
