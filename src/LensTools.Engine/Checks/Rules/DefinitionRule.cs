using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The file follows the definition of its format to the letter: rules that differ in the departures that they are about.</summary>
internal sealed class DefinitionRule : IDatasetRule
{
    private readonly Func<string, bool> _isMine;
    private readonly string _advice;

    private DefinitionRule(
        string subject, string name, string description, string explanation, string advice, Severity severity, Func<string, bool> isMine)
    {
        (_isMine, _advice) = (isMine, advice);
        Info = new RuleInfo
        {
            Id = $"Format.{subject}",
            Name = name,
            Description = description,
            Explanation = explanation,
            Category = RuleCategory.Format,
            DefaultSeverity = severity,
            Needs = RuleNeeds.Nonconformities,
            Source = "NeXus, NXcanSAS 1.1 and canSAS1d 1.1",
            Remedy = new Remedy(Party.Facility),
        };
    }

    /// <summary>One for each sort of departure.</summary>
    public static IReadOnlyList<DefinitionRule> All { get; } =
    [
        new(
            "Definition",
            "Definition",
            "The file follows the definition of its format to the letter.",
            "Programs other than LensTools may refuse or misread a file that departs from its definition.",
            "The data can be used as they are; tell the author of the program that wrote them.",
            Severity.Information,
            id => !Reference(id) && !Class(id) && !Application(id)),
        new(
            "Reference",
            "References",
            "Every name of a signal, default or uncertainty in the file is that of something that is there.",
            "A name that leads nowhere is data that were lost when the file was written, or renamed without it.",
            "Ask the uploader whether something is missing from the file; tell the author of the program that wrote it.",
            Severity.Warning,
            Reference),
        new(
            "Class",
            "NX_class",
            "Every group of a NeXus file has a class of NeXus.",
            "Programs find data by the classes of groups.",
            "The data can be used as they are; tell the author of the program that wrote them.",
            Severity.Information,
            Class),
        new(
            "Application",
            "Application definition",
            "A NeXus entry names the application definition that it follows.",
            "The definition says what must be in the file, so that it can be checked by others.",
            "The data can be used as they are; tell the author of the program that wrote them.",
            Severity.Information,
            Application),
    ];

    public RuleInfo Info { get; }

    public IEnumerable<Observation> Check(RuleContext context)
    {
        // One observation per kind: a misspelled unit is misspelled in every dataset.
        foreach (IGrouping<string,
            Nonconformity> kind in context.Nonconformities.Where(found => _isMine(found.Id)).GroupBy(found => found.Id))
        {
            Nonconformity first = kind.First();
            string more = kind.Count() > 1 ? $", and {kind.Count() - 1} more" : "";
            yield return new Observation(
                Location.Of(context.Dataset) with { Pointer = first.Location }, $"{kind.Key}: {first.Seen}{more}", first.Expected, _advice);
        }
    }

    private static bool Reference(string id) => id == "DanglingReference";

    private static bool Class(string id) => id is "ClassInvalid" or "ClassMissing";

    private static bool Application(string id) => id is "DefinitionMissing" or "DefinitionUnknown";
}
