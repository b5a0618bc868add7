using System.Collections.Immutable;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The resolution of Q, where it is given, is positive and not larger than Q.</summary>
internal sealed class ResolutionRule : IDatasetRule
{
    private const string WidestResolution = "widestResolution";

    public RuleInfo Info { get; } = new()
    {
        Id = "Data.Resolution",
        Name = "Resolution",
        Description = "The resolution of Q, where the file gives it, is positive, and at most as large as Q almost everywhere.",
        Explanation = "Fits are smeared by the resolution; one zero in it switches smearing off in some programs.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Curve | DataKinds.Reflectivity,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Signals,
        Thresholds =
        [
            new ThresholdInfo(
                WidestResolution,
                "1",
                0.1,
                "The fraction of the points whose resolution may be larger than Q.",
                "beside the beam stop it may be a little wider than Q; a proposal"),
        ],
        Remedy = new Remedy(Party.Uploader, "What is the resolution of Q?"),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        foreach (Curve curve in context.SignalsOf(Info.AppliesTo).OfType<Curve>().Where(curve => curve.Qdev is not null))
        {
            ImmutableArray<double> widths = curve.Qdev!.Value;
            int bad = 0, wide = 0;
            for (int i = 0; i < widths.Length; i++)
            {
                if (!(widths[i] > 0) || double.IsInfinity(widths[i])) bad++;
                else if (widths[i] > Math.Abs(curve.Q[i])) wide++;
            }
            Location location = Location.Of(context.Dataset, curve);
            if (bad > 0)
                yield return new Observation(
                    location,
                    $"{bad} of {widths.Length} resolutions of Q are zero, negative or not a number",
                    "one positive standard deviation for every Q",
                    "Leave the resolution out, or ask the uploader for it.");
            else if (wide > widths.Length * context.Threshold(WidestResolution))
                yield return new Observation(
                    location,
                    $"{wide} of {widths.Length} resolutions are larger than Q itself",
                    "standard deviations smaller than Q",
                    "Ask the uploader whether they are in the unit of Q, and standard deviations.");
        }
    }
}
