using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Checks.Rules;

/// <summary>A rule that compares a dataset with those of the same sample that were checked before.</summary>
internal abstract class SampleRule : ICollectionRule
{
    public abstract RuleInfo Info { get; }

    public ICollectionPass Begin() => new Pass(this);

    protected virtual bool Takes(DatasetFacts facts) => facts.Sample is not null && facts.Grid is not null;

    /// <summary>What is wrong with a dataset, given those of its sample before it, of which there is one at least.</summary>
    protected abstract IEnumerable<Observation> Judge(DatasetFacts facts, IReadOnlyList<DatasetFacts> before);

    protected static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Pass(SampleRule rule) : ICollectionPass
    {
        private readonly Dictionary<string, List<DatasetFacts>> _samples = new(StringComparer.OrdinalIgnoreCase);

        public IEnumerable<Observation> Add(DatasetFacts facts)
        {
            if (!rule.Takes(facts)) return [];
            if (!_samples.TryGetValue(facts.Sample!, out List<DatasetFacts>? before)) _samples[facts.Sample!] = before = [];
            Observation[] found = before.Count == 0 ? [] : [.. rule.Judge(facts, before)];
            before.Add(facts);
            return found;
        }
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

    protected override IEnumerable<Observation> Judge(DatasetFacts facts, IReadOnlyList<DatasetFacts> before)
    {
        DatasetFacts first = before[0];
        // However the same unit is written.
        bool isSame = Units.Find(facts.IUnit, Dimension.Intensity) is { } unit
            ? unit == Units.Find(first.IUnit, Dimension.Intensity)
            : string.Equals(facts.IUnit, first.IUnit, StringComparison.OrdinalIgnoreCase);
        if (isSame) yield break;
        yield return new Observation(
            facts.Location,
            $"its intensity is in {facts.IUnit}, and that of {first.Name} of the same sample, {facts.Sample}, in {first.IUnit}",
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

    protected override IEnumerable<Observation> Judge(DatasetFacts facts, IReadOnlyList<DatasetFacts> before)
    {
        ((int points, double first, double last), var own) = (before[0].Grid!.Value, facts.Grid!.Value);
        if (own.Points == points
            && Math.Abs(own.First - first) <= LargestDifference * first
            && Math.Abs(own.Last - last) <= LargestDifference * last) yield break;
        yield return new Observation(
            facts.Location,
            Text($"it has {own.Points} points from {own.First:G4} to {own.Last:G4}, and {before[0].Name} of the same sample, ")
                + Text($"{facts.Sample}, {points} from {first:G4} to {last:G4}"),
            "one grid of Q for all curves of a sample",
            "Interpolate them, or give the grid to the model.");
    }
}

/// <summary>The sizes that the curves of a sample give do not differ by ten.</summary>
internal sealed class QScaleRule : SampleRule
{
    // A tenth, as far as two fits agree.
    private const double Smallest = 7.5, Largest = 13.5;

    public override RuleInfo Info { get; } = new()
    {
        Id = "Collection.QScale",
        Name = "Scale of Q",
        Description = "The radii of gyration of two curves of one sample do not differ by a factor of ten.",
        Explanation = "A factor of ten between replicas is a curve in 1/nm that is stated or taken to be in 1/angstrom.",
        Category = RuleCategory.Collection,
        AppliesTo = DataKinds.Curve,
        DefaultSeverity = Severity.Error,
        Needs = RuleNeeds.Signals,
        Remedy = new Remedy(
            Party.Uploader, "Another curve of the same sample says ten times another size. What is the unit of Q?", "q-unit"),
    };

    protected override bool Takes(DatasetFacts facts) => base.Takes(facts) && facts.Guinier is not null;

    protected override IEnumerable<Observation> Judge(DatasetFacts facts, IReadOnlyList<DatasetFacts> before)
    {
        double median = before.Select(one => one.Guinier!.Value.Rg).Order().ElementAt(before.Count / 2);
        double rg = facts.Guinier!.Value.Rg, ratio = Math.Max(rg / median, median / rg);
        if (ratio is < Smallest or > Largest) yield break;
        yield return new Observation(
            facts.Location,
            Text($"its Rg is {rg:G3} angstrom, and that of {before[0].Name} of the same sample, {facts.Sample}, {median:G3}"),
            "the same size for one sample",
            "Ask the uploader which of the two has Q in 1/nm.");
    }
}

/// <summary>The intensity at zero of a sample is in proportion to its concentration.</summary>
internal sealed class ConcentrationRule : SampleRule
{
    private const int FewestConcentrations = 3;

    // What weighing and dilution leave uncertain.
    private const double LargestChange = 0.1;

    public override RuleInfo Info { get; } = new()
    {
        Id = "Collection.Concentration",
        Name = "Concentration series",
        Description = "In a series of concentrations, I(0) per concentration and Rg have no trend.",
        Explanation = "A trend is attraction or repulsion between particles, so that no curve of the series is of single particles.",
        Category = RuleCategory.Collection,
        AppliesTo = DataKinds.Curve,
        DefaultSeverity = Severity.Information,
        Needs = RuleNeeds.Signals,
        Source = "SAS publication guidelines, Trewhella et al., Acta Cryst. D73, 710 (2017)",
        Remedy = new Remedy(Party.Nobody),
    };

    protected override bool Takes(DatasetFacts facts) => base.Takes(facts) && facts is { Concentration: not null, Guinier: not null };

    protected override IEnumerable<Observation> Judge(DatasetFacts facts, IReadOnlyList<DatasetFacts> before)
    {
        (double concentration, string unit) = facts.Concentration!.Value;
        // Told once, at the concentration that makes it a series.
        if (before.Any(one => one.Concentration!.Value.Value == concentration)) yield break;
        DatasetFacts[] rising = [.. before.Append(facts)
            .Where(one => one.Concentration!.Value.Unit == unit && one.IUnit == facts.IUnit)
            .OrderBy(one => one.Concentration!.Value.Value)
            .DistinctBy(one => one.Concentration!.Value.Value)];
        if (rising.Length < FewestConcentrations) yield break;
        double[] per = [.. rising.Select(one => one.Guinier!.Value.I0 / one.Concentration!.Value.Value)];
        double change = (per[^1] / per[0]) - 1;
        bool isTrend = per.Zip(per.Skip(1)).All(pair => Math.Sign(pair.Second - pair.First) == Math.Sign(change));
        if (!isTrend || Math.Abs(change) < LargestChange) yield break;
        yield return new Observation(
            facts.Location,
            Text($"I(0) per concentration of {facts.Sample} {(change > 0 ? "rises" : "falls")} by {100 * Math.Abs(change):F0} % from ")
                + Text($"{rising[0].Concentration!.Value.Value} to {rising[^1].Concentration!.Value.Value} {unit}; Rg is ")
                + Text($"{rising[0].Guinier!.Value.Rg:G3} and {rising[^1].Guinier!.Value.Rg:G3} angstrom"),
            "an intensity in proportion to the concentration",
            "Extrapolate to zero concentration, or label the curves with the quality flag aggregation or repulsion.");
    }
}
