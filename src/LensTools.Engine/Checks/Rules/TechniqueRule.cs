using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The technique is known.</summary>
internal sealed class TechniqueRule : IDatasetRule
{
    private const string Label = "technique";

    public RuleInfo Info { get; } = new()
    {
        Id = "Metadata.Technique",
        Name = "Technique",
        Description = "The technique is known from the format, the instrument, the probe or a label.",
        Explanation = "Neutrons and X-rays see different contrasts, and small angles are no reflectivity: a model must not mix them.",
        Category = RuleCategory.Metadata,
        AppliesTo = DataKinds.Measured,
        DefaultSeverity = Severity.Information,
        Needs = RuleNeeds.Labels,
        Source = "PaNET, http://purl.org/pan-science/PaNET/",
        Remedy = new Remedy(Party.Uploader, "With which technique was it measured?", Label),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        Technique? known = context.Dataset.Technique;
        // Small angles of an unknown probe are half of an answer.
        if ((known is not null && known != Technique.Sas) || context.Label(Label) is not null) yield break;
        yield return new Observation(
            Location.Of(context.Dataset),
            known is null ? "the technique is not known" : "it is small-angle scattering, with neutrons or X-rays",
            "a technique such as SANS or SAXS",
            "Ask the uploader, then set the label technique.");
    }
}
