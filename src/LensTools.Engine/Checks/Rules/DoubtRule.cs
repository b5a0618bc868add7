using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>What a reader guessed, repaired or left out: rules that differ only in the kind of doubt.</summary>
internal sealed class DoubtRule(
    DoubtKind kind,
    string name,
    string description,
    string explanation,
    string expected,
    string advice,
    Severity severity,
    Remedy remedy) : IDatasetRule
{
    /// <summary>One for each kind of doubt.</summary>
    public static IReadOnlyList<DoubtRule> All { get; } =
    [
        new(
            DoubtKind.AssumedColumns,
            "Assumed columns",
            "The file says which of its columns are Q, the intensity and their deviations.",
            "A resolution that is taken for an uncertainty is wrong in every point, and nothing shows it.",
            "columns with names",
            "Ask the uploader which column is which.",
            Severity.Warning,
            new Remedy(Party.Uploader, "Which columns are Q, the intensity, its standard deviation and the resolution?")),
        new(
            DoubtKind.AssumedUnit,
            "Assumed unit",
            "The file states the unit of Q, or its format has no other.",
            "1/nm that is taken for 1/angstrom makes every particle ten times too small.",
            "a stated unit: 1/nm for 1/angstrom is a factor of ten",
            "Ask the uploader for the unit of Q.",
            Severity.Warning,
            new Remedy(Party.Uploader, "What is the unit of Q?", "q-unit")),
        new(
            DoubtKind.DamagedRows,
            "Damaged rows",
            "Every row of a table and every point of a curve has its numbers.",
            "Rows that programs leave out in silence shorten a curve or shift it.",
            "a number in every cell",
            "Leave those points out, or ask the uploader for the file as it was written.",
            Severity.Warning,
            new Remedy(Party.Uploader, "Some rows have no numbers. Can you send the file as it was first written?")),
        new(
            DoubtKind.Incomplete,
            "Incomplete",
            "The data are as many as the file says, and end where they should.",
            "An upload that broke off looks like a whole measurement with fewer data.",
            "all the data that the file states",
            "Compare the file with its source; its upload may have been cut off.",
            Severity.Error,
            new Remedy(Party.Uploader, "The file seems to be cut off. Can you send it again?")),
        new(
            DoubtKind.MayBeCut,
            "May be cut",
            "The last row of a text ends with a line end.",
            "A number that lost its last digits is still a number.",
            "a line end behind the last row",
            "If the last number looks too short, compare the file with its source.",
            Severity.Information,
            new Remedy(Party.Uploader)),
        new(
            DoubtKind.Unexplained,
            "Unexplained",
            "Everything in the file that looks like data was read.",
            "What was not read may be the better half of the measurement.",
            "no data outside what was read",
            "Look at those places: if they are data, ask the uploader how they belong together.",
            Severity.Warning,
            new Remedy(
                Party.Uploader,
                "Something in the file looks like data and was not read. What is it, and how does it belong to the curve?")),
        new(
            DoubtKind.Masked,
            "Masked",
            "The file masks no points.",
            "Masked points are in the shadow of the beam stop or on dead pixels, and were never meant to be used.",
            "a number in every point that is used",
            "Masked points are NaN; leave out those that only stand in a shadow.",
            Severity.Information,
            new Remedy(Party.Nobody)),
        new(
            DoubtKind.NeverWritten,
            "Never written",
            "Every array was written, and every file that it refers to is there.",
            "Fill values, often zeros, stand where data are missing, and look like data.",
            "values that were measured",
            "Ask the uploader for the file with its data, and for the files that it refers to.",
            Severity.Error,
            new Remedy(Party.Uploader, "Parts of the data are missing from the file. Can you send it with all files that belong to it?")),
    ];

    public RuleInfo Info { get; } = new()
    {
        Id = $"Data.{kind}",
        Name = name,
        Description = description,
        Explanation = explanation,
        Category = RuleCategory.Data,
        DefaultSeverity = severity,
        Needs = RuleNeeds.Signals,
        Remedy = remedy,
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        // One for each kind of thing: the frames of a series have the same doubts.
        // An answer takes the place of what was assumed.
        if (remedy.Label is { } label && context.Label(label) is not null) yield break;
        foreach (IGrouping<(string Seen, string Taken), Doubt> same in context.Doubts
            .Where(doubt => doubt.Kind == kind)
            .GroupBy(doubt => (doubt.Seen, doubt.Taken)))
        {
            string more = same.Count() > 1 ? $", and {same.Count() - 1} more" : "";
            yield return new Observation(
                Location.Of(context.Dataset) with { Pointer = same.First().Location },
                $"{same.Key.Seen}{more}; taken: {same.Key.Taken}",
                expected,
                advice);
        }
    }
}
