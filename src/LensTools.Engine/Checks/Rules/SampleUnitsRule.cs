using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Checks.Rules;

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
