using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Listing;

namespace LensTools.Engine.Vocabularies;

/// <summary>What is wrong with a label.</summary>
public enum LabelFault
{
    /// <summary>The vocabulary has no such label.</summary>
    UnknownLabel,
    /// <summary>The label does not take the value.</summary>
    UnknownValue,
    /// <summary>The label or its value is deprecated.</summary>
    Deprecated,
    /// <summary>It is not spelled as the vocabulary has it.</summary>
    Spelling,
    /// <summary>A dataset has no such label, and the profile of the collection needs it.</summary>
    Missing,
}

/// <summary>A label that is outside the vocabulary of its collection, or lacking.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Id">The dataset's identity.</param>
/// <param name="Path">Its file, relative to the collection.</param>
/// <param name="Name">The label.</param>
/// <param name="Value">Its value; null if it is lacking.</param>
/// <param name="Message">What is wrong, in a sentence.</param>
/// <param name="Advice">What to do.</param>
public sealed record LabelProblem(LabelFault Fault, string Id, string Path, string Name, string? Value, string Message, string Advice);

/// <summary>
/// Finds the labels that are outside the vocabulary of their collection, and those that its profile needs and that are lacking.
/// </summary>
public sealed class VocabularyAudit(Workspace workspace)
{
    /// <summary>The problems, those of labels first.</summary>
    /// <exception cref="LensException">The ledger is damaged, or it or a file cannot be read.</exception>
    public IEnumerable<LabelProblem> Run(Collection collection, IOutputPort output, CancellationToken stop) =>
        collection.Ledger.Read().Intact().Current
            .OrderBy(entry => entry.Path, StringComparer.Ordinal).ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => Check(entry, collection.Vocabulary))
            .OfType<LabelProblem>()
            .Concat(Missing(collection, output, stop));

    /// <summary>What is wrong with a label; null if nothing is.</summary>
    internal static LabelProblem? Check(LedgerEntry entry, Vocabulary vocabulary)
    {
        (string name, string? value) = vocabulary.Check(entry.Name, entry.Value, out LensError? problem);
        if (problem is not null)
        {
            LabelFault fault = problem.Kind == ErrorKind.LabelUnknown ? LabelFault.UnknownLabel
                : problem.Kind == ErrorKind.LabelDeprecated ? LabelFault.Deprecated : LabelFault.UnknownValue;
            return new LabelProblem(fault, entry.Id, entry.Path, entry.Name, entry.Value, problem.Message, problem.Advice);
        }
        if (name == entry.Name && value == entry.Value) return null;
        return new LabelProblem(
            LabelFault.Spelling,
            entry.Id,
            entry.Path,
            entry.Name,
            entry.Value,
            $"{entry.Name} = {entry.Value} is {name} = {value} in the vocabulary.",
            name == entry.Name ? "Give the label again with Set-LensLabel." : $"Rename it: Rename-LensLabel {entry.Name} {name}.");
    }

    // The files are read only if a label is needed.
    private IEnumerable<LabelProblem> Missing(Collection collection, IOutputPort output, CancellationToken stop)
    {
        string profile = Path.GetFileName(collection.Profile);
        (string Name, LabelDefinition Definition)[] needed = [.. collection.Vocabulary.Labels
            .Where(label => label.Value.DeprecatedBy is null
                && label.Value.RequiredFor.Select(Path.GetFileName).Contains(profile, StringComparer.OrdinalIgnoreCase))
            .Select(label => (label.Key, label.Value))];
        if (needed.Length == 0) yield break;
        LedgerState ledger = collection.Ledger.Read();
        foreach (CollectionDataset dataset in CollectionListing.Datasets(workspace, collection, output, stop))
        {
            IReadOnlyDictionary<string, LedgerEntry> labels = ledger.Of(dataset.Id);
            foreach ((string name, LabelDefinition definition) in needed.Where(label => !labels.ContainsKey(label.Name)))
            {
                yield return new LabelProblem(
                    LabelFault.Missing,
                    dataset.Id,
                    dataset.Path,
                    name,
                    null,
                    $"The profile {profile} needs the label {name}: {definition.Description}.",
                    definition.Question is { } question
                        ? $"Set it with Set-LensLabel, or ask the uploader: {question}"
                        : "Set it with Set-LensLabel.");
            }
        }
    }
}
