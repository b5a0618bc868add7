using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The curves of a sample are on one grid of Q.</summary>
internal sealed class SampleGridRule : SampleRule
{
    private const double LargestDifference = 0.01;

    public override RuleInfo Info { get; } = new()
    {
        Id = "Collection.Grid",
        Name = "Grids of a sample",
        Description = "All curves of a sample have the same number of points and the same range of Q.",
        Explanation = "Most models take curves on one grid; others must be interpolated, which correlates their points.",
        Category = RuleCategory.Collection,
        AppliesTo = DataKinds.Curve,
        DefaultSeverity = Severity.Off,
        Needs = RuleNeeds.Signals,
        Remedy = new Remedy(Party.Steward),
    };

    protected override IEnumerable<Observation> Judge(DatasetFacts facts, DatasetFacts other)
    {
        ((int points, double first, double last), var own) = (other.Grid!.Value, facts.Grid!.Value);
        if (own.Points == points
            && Math.Abs(own.First - first) <= LargestDifference * first
            && Math.Abs(own.Last - last) <= LargestDifference * last) yield break;
        yield return new Observation(
            facts.Location,
            Text($"it has {own.Points} points from {own.First:G4} to {own.Last:G4}, and {other.Name} of the same sample, ")
                + Text($"{facts.Substance}, {points} from {first:G4} to {last:G4}"),
            "one grid of Q for all curves of a sample",
            "Interpolate them, or give the grid to the model.");
    }
}
