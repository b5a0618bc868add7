using LensTools.Engine.Datasets;
using LensTools.Engine.Vocabularies;

namespace LensTools.Engine.Requests;

/// <summary>What a question of a request is about.</summary>
/// <param name="Dataset">The dataset; null if it is about a folder, or a file that no answer is kept for.</param>
/// <param name="Id">The dataset's identity; empty if there is none.</param>
/// <param name="Path">The file or folder, relative to the collection.</param>
internal sealed record RequestSubject(Dataset? Dataset, string Id, string Path)
{
    /// <summary>The entry of the file; empty if it is the only one.</summary>
    public string Entry => Dataset is null || Dataset.IsOnlyEntry ? "" : Dataset.Entry;

    /// <summary>The file, and the entry if there are several.</summary>
    public string Name => Entry.Length == 0 ? Path : $"{Path}#{Entry}";
}

/// <summary>One question, however many datasets it is about.</summary>
/// <param name="Text">The question.</param>
/// <param name="Why">Why it matters, as the rule that asks it explains.</param>
/// <param name="Label">The label that takes the answer; null if only another file answers it.</param>
/// <param name="Definition">Its definition; null if there is none.</param>
/// <param name="Subjects">The datasets.</param>
internal sealed record RequestQuestion(
    string Text, string Why, string? Label, LabelDefinition? Definition, IReadOnlyList<RequestSubject> Subjects)
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
