using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The sizes that the curves of a sample give do not differ by ten.</summary>
internal sealed class QScaleRule : WholeRule
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
        Needs = RuleNeeds.Signals | RuleNeeds.Guinier,
        Remedy = new Remedy(
            Party.Uploader, "Another curve of the same sample says ten times another size. What is the unit of Q?", "q-unit"),
    };

    protected override bool Takes(DatasetFacts facts) => facts is { Substance: not null, Guinier: not null };

    // The size that most curves of a sample have is the right one, whatever the order of the files.
    protected override IEnumerable<Observation> Judge(IReadOnlyList<DatasetFacts> all)
    {
        foreach (IGrouping<string, DatasetFacts> sample in all.GroupBy(facts => facts.Substance!, StringComparer.OrdinalIgnoreCase))
        {
            DatasetFacts[] bySize = [.. sample.OrderBy(facts => facts.Guinier!.Value.Rg)];
            DatasetFacts median = bySize[bySize.Length / 2];
            double size = median.Guinier!.Value.Rg;
            // Whoever is asked for the unit already is not asked again.
            foreach (DatasetFacts facts in bySize.Where(facts => !facts.Asked.Contains(Info.Remedy.Label!)))
            {
                double rg = facts.Guinier!.Value.Rg, ratio = Math.Max(rg / size, size / rg);
                if (ratio is < Smallest or > Largest) continue;
                yield return new Observation(
                    facts.Location,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"its Rg is {rg:G3} angstrom, and that of {median.Name} of the same sample, {sample.Key}, {size:G3}"),
                    "the same size for one sample",
                    "Ask the uploader which of the two has Q in 1/nm.");
            }
        }
    }
}
