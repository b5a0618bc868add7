using LensTools.Engine.Checks;
using LensTools.Engine.Datasets;
using LensTools.Engine.Vocabularies;

namespace LensTools.Engine.Requests;

/// <summary>A dataset of a request.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Id">Its identity.</param>
/// <param name="Path">Its file, relative to the collection.</param>
internal sealed record RequestSubject(Dataset Dataset, string Id, string Path)
{
    /// <summary>The file, and the entry if there are several.</summary>
    public string Name => Dataset.IsOnlyEntry ? Path : $"{Path}#{Dataset.Entry}";
}

/// <summary>One question, however many datasets it is about.</summary>
/// <param name="Text">The question.</param>
/// <param name="Rule">The rule that asks it.</param>
/// <param name="Label">The label that takes the answer; null if only another file answers it.</param>
/// <param name="Definition">Its definition; null if there is none.</param>
/// <param name="Subjects">The datasets.</param>
internal sealed record RequestQuestion(
    string Text, RuleInfo Rule, string? Label, LabelDefinition? Definition, IReadOnlyList<RequestSubject> Subjects)
{
    // More values than this are told in the letter alone.
    private const int MostInForm = 8;

    /// <summary>What the cells of the form take, in a few words; null if any text will do.</summary>
    public string? Hint => Definition switch
    {
        null => null,
        { Kind: LabelType.Number, Unit: { } unit } => unit,
        { Kind: LabelType.Date } => "YYYY-MM-DD, with a time if known",
        { Kind: LabelType.Boolean } => "true or false",
        { Kind: LabelType.Reference } => "a DOI or a web address",
        { Kind: LabelType.Enum } definition when definition.Values.Count <= MostInForm =>
            string.Join(" or ", definition.Values.Select(value => value.Name)),
        { Kind: LabelType.Enum } => "a value from the letter",
        _ => null,
    };

    /// <summary>The column of the form that takes the answer.</summary>
    public string Column => Hint is { } hint ? $"{Label} [{hint}]" : Label!;

    /// <summary>What an answer looks like, in a sentence.</summary>
    public string Answer => Definition switch
    {
        { Kind: LabelType.Number } number => $"a number in {number.Unit ?? "no unit"}"
            + (number.Range is { } range ? $", {range}" : "") + Example(", such as "),
        { Kind: LabelType.Enum } listed => "one of " + string.Join(", ", listed.Values
            .Where(value => value.DeprecatedBy is null)
            .Select(value => value.Description.Length > 0 ? $"{value.Name} ({value.Description})" : value.Name)),
        { Kind: LabelType.Date } => "a date such as 2026-03-23, or a time such as 2026-03-23T12:01:02+01:00",
        { Kind: LabelType.Boolean } => "true or false",
        { Kind: LabelType.Reference } => "a DOI or a web address" + Example(", such as "),
        _ => "a few words" + Example(", such as "),
    };

    private string Example(string before) => Definition?.Example is { } example ? $"{before}{example}" : "";
}
