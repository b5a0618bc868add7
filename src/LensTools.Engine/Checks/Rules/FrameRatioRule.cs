using System.Globalization;

namespace LensTools.Engine.Checks.Rules;

/// <summary>About the same part of the frames is good in all runs of an instrument.</summary>
internal sealed class FrameRatioRule : WholeRule
{
    private const int FewestRuns = 5;

    // Vetoes differ by a few per cent from run to run.
    private const double LargestDifference = 0.1;

    public override RuleInfo Info { get; } = new()
    {
        Id = "Collection.Frames",
        Name = "Good frames",
        Description = "The part of the frames that is good is within a tenth of the median of the runs of the instrument.",
        Explanation = "A run with few good frames was vetoed for most of its time, or the beam was off; its background is another one.",
        Category = RuleCategory.Collection,
        AppliesTo = Datasets.DataKinds.Raw,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Metadata,
        Remedy = new Remedy(Party.Nobody),
    };

    protected override bool Takes(DatasetFacts facts) => facts.GoodFrames is not null;

    protected override IEnumerable<Observation> Judge(IReadOnlyList<DatasetFacts> all)
    {
        foreach (IGrouping<(string, string?), DatasetFacts> runs in all.GroupBy(facts => (FolderOf(facts), facts.Instrument)))
        {
            double[] ratios = [.. runs.Select(facts => facts.GoodFrames!.Value).Order()];
            if (ratios.Length < FewestRuns) continue;
            double median = ratios[ratios.Length / 2];
            foreach (DatasetFacts facts in runs.Where(facts => Math.Abs(facts.GoodFrames!.Value - median) > LargestDifference))
            {
                yield return new Observation(
                    facts.Location,
                    string.Create(CultureInfo.InvariantCulture, $"{100 * facts.GoodFrames:F1} % of its frames are good"),
                    string.Create(CultureInfo.InvariantCulture, $"about {100 * median:F1} %, as in the other runs"),
                    "Look at the log of the run; leave it out if the beam was off.");
            }
        }
    }
}
