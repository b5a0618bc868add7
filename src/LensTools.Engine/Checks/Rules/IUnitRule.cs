using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The unit of an intensity is stated and is one of intensities.</summary>
internal sealed class IUnitRule : IDatasetRule
{
    private static readonly Dimension[] Known = [Dimension.Intensity, Dimension.AreaPerMass, Dimension.Arbitrary];

    public RuleInfo Info { get; } = new()
    {
        Id = "Data.IUnit",
        Name = "Unit of I",
        Description = "The unit of the intensity is stated: that of a cross section per volume or mass, or arbitrary.",
        Explanation = "Intensities in different units differ by factors of a hundred, and a model learns the unit instead of the sample.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Curve | DataKinds.Plane,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Signals,
        Remedy = new Remedy(Party.Uploader, "In which unit is the intensity, and is it on an absolute scale?", "i-unit"),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        if (context.Dataset.Level != DataLevel.Reduced || context.Label(Info.Remedy.Label!) is not null) yield break;
        foreach (IGrouping<string, Signal> same in context.Signals
            .Where(signal => signal.Y.Quantity == AxisQuantity.Intensity)
            .GroupBy(signal => signal.Y.SourceUnit?.Trim() ?? ""))
        {
            if (Known.Any(dimension => Units.Find(same.Key, dimension) is not null)) continue;
            yield return new Observation(
                Location.Of(context.Dataset, same.First()),
                same.Key.Length == 0 ? "the unit of the intensity is not stated" : $"the unit of the intensity is \"{same.Key}\"",
                "1/cm, cm2/g or arbitrary units",
                "Ask the uploader for the unit of the intensity.");
        }
    }
}
