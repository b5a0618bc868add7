using LensTools.Engine.Labels;
using LensTools.Engine.Vocabularies;

namespace LensTools.Engine.Checks.Rules;

/// <summary>A dataset has the labels that the vocabulary requires for the profile.</summary>
internal sealed class RequiredLabelRule : IDatasetRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Label.Required",
        Name = "Required label",
        Description = "In a collection, the dataset has every label that the vocabulary requires for the profile.",
        Explanation = "A set without its label teaches a supervised model nothing.",
        Category = RuleCategory.Label,
        DefaultSeverity = Severity.Information,
        Needs = RuleNeeds.Labels,
        Remedy = new Remedy(Party.Uploader, "What are the labels of the data?"),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        if (context.Collection is not { } collection) yield break;
        foreach ((string name, LabelDefinition definition) in collection.Vocabulary.Labels
            .Where(label => label.Value.DeprecatedBy is null
                && label.Value.RequiredFor.Contains(context.ProfileName, StringComparer.OrdinalIgnoreCase))
            .OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            if (context.Label(name) is not null) continue;
            yield return new Observation(
                Location.Of(context.Dataset),
                $"it has no label {name}",
                $"the label {name}: {definition.Description}",
                $"Set the label {name}, or ask the uploader.")
            {
                Remedy = definition.Question is { } question
                    ? new Remedy(Party.Uploader, question, name)
                    : new Remedy(Party.Steward, null, name),
            };
        }
    }
}

/// <summary>The labels of a dataset are those of the vocabulary.</summary>
internal sealed class VocabularyRule : IDatasetRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Label.Vocabulary",
        Name = "Vocabulary",
        Description = "The labels of the dataset and their values are in the vocabulary, and none is deprecated.",
        Explanation = "protein and Protein are two classes for a program, and so is a class that was renamed in half of a collection.",
        Category = RuleCategory.Label,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Labels,
        Remedy = new Remedy(Party.Steward),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        if (context.Collection is not { } collection) yield break;
        foreach (LedgerEntry label in context.Labels.Values.OrderBy(label => label.Name, StringComparer.Ordinal))
        {
            if (VocabularyAudit.Check(label, collection.Vocabulary) is not { } problem) continue;
            yield return new Observation(
                Location.Of(context.Dataset), problem.Message.TrimEnd('.'), "labels and values of the vocabulary", problem.Advice);
        }
    }
}
