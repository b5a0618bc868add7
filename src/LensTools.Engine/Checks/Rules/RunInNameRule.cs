using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The run number in a file is that in its name.</summary>
internal sealed partial class RunInNameRule : IDatasetRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Metadata.RunInName",
        Name = "Run in the name",
        Description = "The run number in the file is the one in the file's name, where that is made of an instrument and a number.",
        Explanation = "A file that was renamed or overwritten is another measurement than its name says.",
        Category = RuleCategory.Metadata,
        AppliesTo = DataKinds.Raw,
        DefaultSeverity = Severity.Warning,
        Source = "ISIS writes the run number into the file, its name and the root's file_name",
        Remedy = new Remedy(Party.Uploader, "Which run is it: the number in the file, or the one in its name?"),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        Dataset dataset = context.Dataset;
        if (dataset.Source(Term.RunNumber) is not { IsPlaceholder: false } source) yield break;
        string stem = Path.GetFileNameWithoutExtension(dataset.Path);
        if (NameOfRun().Match(stem) is not { Success: true } name || !Digits().IsMatch(source.Value)) yield break;
        if (name.Groups[1].Value.TrimStart('0') == source.Value.TrimStart('0')) yield break;
        yield return new Observation(
            Location.Of(dataset) with { Pointer = source.Location },
            $"the run number is {source.Value}, and the file's name says {name.Groups[1].Value.TrimStart('0')}",
            "the same number in both",
            "Ask the uploader which run it is.");
    }

    [GeneratedRegex(@"^[A-Za-z]+[-_]?0*(\d{4,})$")]
    private static partial Regex NameOfRun();

    [GeneratedRegex(@"^\d+$")]
    private static partial Regex Digits();
}
