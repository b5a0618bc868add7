using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The dataset is not empty, and what it declares to be a curve can be read as one.</summary>
internal sealed class PointsRule : IDatasetRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Data.Points",
        Name = "Points",
        Description = "The dataset has points, and intensities that match its momentum transfers.",
        Explanation = "A dataset without data is a file that was cut off or exported wrongly.",
        Category = RuleCategory.Data,
        DefaultSeverity = Severity.Error,
        Needs = RuleNeeds.Signals,
        Remedy = new Remedy(Party.Uploader),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        Dataset dataset = context.Dataset;
        if (dataset.Points == 0)
            yield return new Observation(
                Location.Of(dataset),
                "no signal with points was found in it",
                "data and the name of their signal",
                "Ask the uploader for the file with its data.");
        else if (dataset.Level == DataLevel.Reduced && dataset.QMax is not null && context.Signals.Count == 0)
            yield return new Observation(
                Location.Of(dataset),
                "the intensities do not have the shape of Q",
                "one intensity for every momentum transfer",
                "Ask the uploader how I and Q correspond, or for the curves one by one.");
    }
}
