using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>A value that a dataset must have: rules that differ only in the term they ask for.</summary>
internal abstract class MetadataRule(Term term, string what, string advice, Severity severity, Remedy remedy) : IDatasetRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = $"Metadata.{term}",
        Name = term.ToString(),
        Description = $"The file gives {what}, and it is not a placeholder.",
        Category = RuleCategory.Metadata,
        DefaultSeverity = severity,
        Needs = remedy.Label is null ? RuleNeeds.Description : RuleNeeds.Labels,
        Remedy = remedy,
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        if (!Applies(context.Dataset)) yield break;
        MetadataItem? source = context.Dataset.Source(term);
        if (source is { IsPlaceholder: false }) yield break;
        if (remedy.Label is { } label && context.Label(label) is not null) yield break;
        string seen = source is null ? "the file does not say"
            : source.Value.Length == 0 ? $"{source.Name} is blank"
            : $"{source.Name} is \"{source.Value}\", which is a placeholder";
        yield return new Observation(Location.Of(context.Dataset) with { Pointer = source?.Location }, seen, what, advice);
    }

    protected virtual bool Applies(Dataset dataset) => true;
}

/// <summary>The title is there and says something.</summary>
internal sealed class TitleRule() : MetadataRule(
    Term.Title,
    "a title that says what was measured",
    "Ask the uploader what this measurement is.",
    Severity.Error,
    new Remedy(Party.Uploader, "What was measured, in a few words?"))
{
    // Column text has nowhere to put a title; its name and labels say what it is.
    protected override bool Applies(Dataset dataset) => dataset.Source(Term.Title) is not null || dataset.Format.Id != "ColumnText";
}

/// <summary>The sample has a name.</summary>
internal sealed class SampleRule() : MetadataRule(
    Term.Sample,
    "the sample's name",
    "Ask the uploader what the sample is, then set the label sample-name.",
    Severity.Error,
    new Remedy(Party.Uploader, "What is the sample?", "sample-name"));

/// <summary>The proposal is known.</summary>
internal sealed class ProposalRule() : MetadataRule(
    Term.Proposal,
    "the proposal under which it was measured",
    "Ask the uploader for the proposal number: it determines who may use the data.",
    Severity.Error,
    new Remedy(Party.Uploader, "Under which proposal was it measured?"))
{
    // Reduced formats have no usual place for it.
    protected override bool Applies(Dataset dataset) => dataset.Level == DataLevel.Raw || dataset.Source(Term.Proposal) is not null;
}

/// <summary>The instrument is known.</summary>
internal sealed class InstrumentRule() : MetadataRule(
    Term.Instrument,
    "the instrument",
    "Ask the uploader where it was measured.",
    Severity.Warning,
    new Remedy(Party.Uploader, "On which instrument was it measured?"));
