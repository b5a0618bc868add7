using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The intensity at zero of a sample is in proportion to its concentration.</summary>
internal sealed class ConcentrationRule : WholeRule
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
        Needs = RuleNeeds.Signals | RuleNeeds.Guinier,
        Source = "SAS publication guidelines, Trewhella et al., Acta Cryst. D73, 710 (2017)",
        Remedy = new Remedy(Party.Nobody),
    };

    protected override bool Takes(DatasetFacts facts) => facts is { Substance: not null, Concentration: not null, Guinier: not null };

    protected override IEnumerable<Observation> Judge(IReadOnlyList<DatasetFacts> all)
    {
        foreach (IGrouping<(string, string, string?), DatasetFacts> series in all.GroupBy(
            facts => (facts.Substance!.ToUpperInvariant(), facts.Concentration!.Value.Unit, facts.IUnit)))
        {
            DatasetFacts[] rising = [.. series.OrderBy(facts => facts.Concentration!.Value.Value)
                .DistinctBy(facts => facts.Concentration!.Value.Value)];
            if (rising.Length < FewestConcentrations) continue;
            double[] per = [.. rising.Select(facts => facts.Guinier!.Value.I0 / facts.Concentration!.Value.Value)];
            double change = (per[^1] / per[0]) - 1;
            bool isTrend = per.Zip(per.Skip(1)).All(pair => Math.Sign(pair.Second - pair.First) == Math.Sign(change));
            if (!isTrend || Math.Abs(change) < LargestChange) continue;
            (DatasetFacts thin, DatasetFacts dense) = (rising[0], rising[^1]);
            yield return new Observation(
                dense.Location,
                Text($"I(0) per concentration of {dense.Substance} {(change > 0 ? "rises" : "falls")} by {100 * Math.Abs(change):F0} % ")
                    + Text($"from {thin.Concentration!.Value.Value} to {dense.Concentration!.Value.Value} {series.Key.Item2}; Rg is ")
                    + Text($"{thin.Guinier!.Value.Rg:G3} and {dense.Guinier!.Value.Rg:G3} angstrom"),
                "an intensity in proportion to the concentration",
                "Extrapolate to zero concentration, or label the curves with the quality flag aggregation or repulsion.");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
