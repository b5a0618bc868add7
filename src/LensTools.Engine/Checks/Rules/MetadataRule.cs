using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>A value that a dataset must have: rules that differ only in the term they ask for.</summary>
internal abstract class MetadataRule(Term term, string what, string advice) : IRule
{
    public string Id => $"Metadata.{term}";

    public string Description => $"The file gives {what}, and it is no placeholder.";

    public abstract Severity DefaultSeverity { get; }

    public IEnumerable<Observation> Check(RuleContext context)
    {
        if (!Applies(context.Dataset)) yield break;
        MetadataItem? source = context.Dataset.Source(term);
        if (source is { IsPlaceholder: false }) yield break;
        if (Label is { } label && context.Label(label) is not null) yield break;
        string seen = source is null ? "the file does not say"
            : source.Value.Length == 0 ? $"{source.Name} is blank"
            : $"{source.Name} is \"{source.Value}\", which is a placeholder";
        yield return new Observation(source?.Location ?? context.Dataset.Path, seen, what, advice);
    }

    /// <summary>The label by which a steward can give what the file lacks.</summary>
    protected virtual string? Label => null;

    protected virtual bool Applies(Dataset dataset) => true;
}

/// <summary>The title is there and says something.</summary>
internal sealed class TitleRule() : MetadataRule(Term.Title, "a title that tells what was measured", "Ask the uploader what this measurement is.")
{
    public override Severity DefaultSeverity => Severity.Question;

    // Column text has nowhere to put a title; its name and labels say what it is.
    protected override bool Applies(Dataset dataset) => dataset.Source(Term.Title) is not null || dataset.Format.Id != "ColumnText";
}

/// <summary>The sample has a name.</summary>
internal sealed class SampleRule() : MetadataRule(Term.Sample, "the sample's name", "Ask the uploader what the sample is, then set the label sample-name.")
{
    public override Severity DefaultSeverity => Severity.Question;

    protected override string Label => "sample-name";
}

/// <summary>The proposal is known.</summary>
internal sealed class ProposalRule() : MetadataRule(Term.Proposal, "the proposal under which it was measured", "Ask the uploader for the proposal number: it decides who may use the data.")
{
    public override Severity DefaultSeverity => Severity.Question;

    // Reduced formats have no usual place for it.
    protected override bool Applies(Dataset dataset) => dataset.Level == DataLevel.Raw || dataset.Source(Term.Proposal) is not null;
}

/// <summary>The instrument is known.</summary>
internal sealed class InstrumentRule() : MetadataRule(Term.Instrument, "the instrument", "Ask the uploader where it was measured.")
{
    public override Severity DefaultSeverity => Severity.Warning;
}
