using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The unit of Q is known, and the values are plausible for it: the classic mistake is 1/nm labelled as 1/angstrom.</summary>
internal sealed class QUnitRule : IDatasetRule
{
    private const string LargestQ = "largestQ";

    public RuleInfo Info { get; } = new()
    {
        Id = "Data.QUnit",
        Name = "Unit of Q",
        Description = "The unit of Q is stated and known, and Q is within the range of small-angle instruments.",
        Explanation = "1/nm that is taken for 1/angstrom makes every particle ten times too small.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Scattering,
        DefaultSeverity = Severity.Error,
        Thresholds =
        [
            new ThresholdInfo(
                LargestQ,
                "1/angstrom",
                1.6,
                "The largest Q of small angles; data in 1/nm that are labelled as 1/angstrom exceed it.",
                "LOQ reaches 1.52 1/angstrom with its wide-angle bank; a proposal"),
        ],
        Remedy = new Remedy(Party.Uploader, "What is the unit of Q?", "q-unit"),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        Dataset dataset = context.Dataset;
        if (dataset.Level != DataLevel.Reduced || dataset.QMax is not { } largest) yield break;
        // An answer takes the place of what the file states.
        if (context.Label(Info.Remedy.Label!) is not null) yield break;
        if (dataset.SourceQUnit is { Length: > 0 } unit && Units.Find(unit, Dimension.Momentum) is null)
            yield return new Observation(
                Location.Of(dataset),
                $"the unit of Q is \"{unit}\", which is not known",
                "1/angstrom, 1/nm or 1/m",
                "Ask the uploader for the unit of Q.");

        double limit = context.Threshold(LargestQ);
        if (largest <= limit) yield break;
        string stated = dataset.SourceQUnit is { Length: > 0 }
            ? $"stated to be in {dataset.SourceQUnit}"
            : "assumed to be in 1/angstrom, as no unit is stated";
        yield return new Observation(
            Location.Of(dataset),
            string.Create(CultureInfo.InvariantCulture, $"Q reaches {largest:G4} 1/angstrom, {stated}"),
            string.Create(CultureInfo.InvariantCulture, $"at most {limit:G3} 1/angstrom for small angles"),
            "Ask the uploader whether Q is in 1/nm; if so, its values are ten times too large.");
    }
}
