using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Checks.Rules;

/// <summary>A rule that compares a dataset with the first one of the same substance.</summary>
internal abstract class SampleRule : ICollectionRule
{
    public abstract RuleInfo Info { get; }

    public ICollectionPass Begin() => new Pass(this);

    protected virtual bool Takes(DatasetFacts facts) => facts.Substance is not null && facts.Grid is not null;

    /// <summary>What is wrong with a dataset, given the first one of its substance.</summary>
    protected abstract IEnumerable<Observation> Judge(DatasetFacts facts, DatasetFacts first);

    protected static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Pass(SampleRule rule) : ICollectionPass
    {
        private readonly Dictionary<string, DatasetFacts> _first = new(StringComparer.OrdinalIgnoreCase);

        public IEnumerable<Observation> Add(DatasetFacts facts) =>
            !rule.Takes(facts) || _first.TryAdd(facts.Substance!, facts) ? [] : rule.Judge(facts, _first[facts.Substance!]);
    }
}

/// <summary>The intensities of a sample are in one unit.</summary>
internal sealed class SampleUnitsRule : SampleRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "Collection.Units",
        Name = "Units of a sample",
        Description = "The intensities of all curves of a sample are in the same unit.",
        Explanation = "Curves in 1/cm and in arbitrary units cannot be compared but for their shape.",
        Category = RuleCategory.Collection,
        AppliesTo = DataKinds.Curve,
        DefaultSeverity = Severity.Information,
        Needs = RuleNeeds.Signals,
        Remedy = new Remedy(Party.Uploader, "The curves of one sample are in different units. Can you send all of them in 1/cm?"),
    };

    protected override bool Takes(DatasetFacts facts) => base.Takes(facts) && !string.IsNullOrWhiteSpace(facts.IUnit);

    protected override IEnumerable<Observation> Judge(DatasetFacts facts, DatasetFacts first)
    {
        // However the same unit is written.
        bool isSame = Units.Find(facts.IUnit, Dimension.Intensity) is { } unit
            ? unit == Units.Find(first.IUnit, Dimension.Intensity)
            : string.Equals(facts.IUnit, first.IUnit, StringComparison.OrdinalIgnoreCase);
        if (isSame) yield break;
        yield return new Observation(
            facts.Location,
            $"its intensity is in {facts.IUnit}, and that of {first.Name} of the same sample, {facts.Substance}, in {first.IUnit}",
            "one unit for all curves of a sample",
            "Ask the uploader for all of them in 1/cm.");
    }
}

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
