using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>There is something in the dataset, and what it says to be a curve can be taken as one.</summary>
internal sealed class PointsRule : IRule
{
    public string Id => "Data.Points";

    public string Description => "The dataset has points, and intensities that belong to its momentum transfers.";

    public Severity DefaultSeverity => Severity.Error;

    public IEnumerable<Observation> Check(RuleContext context)
    {
        Dataset dataset = context.Dataset;
        if (dataset.Points == 0)
            yield return new Observation(dataset.Path, "there is not one point in it", "data", "Ask the uploader for the file with its data.");
        else if (dataset.Level == DataLevel.Reduced && dataset.QMax is not null && context.Curves.Count == 0)
            yield return new Observation(dataset.Path, "the intensities do not have the shape of Q", "one intensity for every momentum transfer", "Ask the uploader how I and Q belong together, or for the curves one by one.");
    }
}
