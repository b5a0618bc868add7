using System.Collections;
using LensTools.Engine.Checks;
using LensTools.Engine.Datasets;
using LensTools.Engine.Exporting;
using LensTools.Engine.Formats;
using LensTools.Engine.Vocabularies;

namespace LensTools.Completion;

/// <summary>Completes formats.</summary>
public sealed class FormatCompleter : LensCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Candidates(IDictionary bound) =>
        FormatRegistry.Formats.Select(format => (format.Id, format.Description));
}

/// <summary>Completes the formats that can be written.</summary>
public sealed class ExportFormatCompleter : LensCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Candidates(IDictionary bound) =>
        DatasetExport.Formats.Select(format => (format.Id, format.Description));
}

/// <summary>Completes the built-in profiles and profile paths.</summary>
public sealed class ProfileCompleter : LensCompleter
{
    private protected override bool CompletesPaths => true;

    private protected override IEnumerable<(string Text, string Tip)> Candidates(IDictionary bound) =>
        Profile.BuiltIn.Select(name => (name, Profile.Load(name).Description));
}

/// <summary>Completes rules.</summary>
public sealed class RuleCompleter : LensCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Candidates(IDictionary bound) =>
        RuleRegistry.All.Select(rule => (rule.Id, rule.Description));
}

/// <summary>Completes the labels of the collection's vocabulary.</summary>
public sealed class LabelNameCompleter : LensCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Candidates(IDictionary bound) =>
        (CurrentCollection(bound)?.Vocabulary ?? Vocabulary.Load(null)).Labels.Select(label => (label.Key, label.Value.Description));
}

/// <summary>Completes the labels of the collection's vocabulary and the terms of datasets.</summary>
public sealed class PropertyCompleter : LensCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Candidates(IDictionary bound) =>
        (CurrentCollection(bound)?.Vocabulary ?? Vocabulary.Load(null)).Labels.Select(label => (label.Key, label.Value.Description))
            .Concat(Enum.GetNames<Term>().Where(term => term != nameof(Term.None)).Select(term => (term, "as the file has it")));
}

/// <summary>Completes the values of the label that -Name names, or, for free-text labels, the values used before.</summary>
public sealed class LabelValueCompleter : LensCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Candidates(IDictionary bound)
    {
        var collection = CurrentCollection(bound);
        if (bound["Name"] is not string name
            || !(collection?.Vocabulary ?? Vocabulary.Load(null)).Labels.TryGetValue(name, out LabelDefinition? definition))
            return [];
        return definition.Values.Count > 0
            ? definition.Values.Select(
                value => (value.Name, value.Description.Length > 0 ? value.Description : $"{name}: {definition.Description}"))
            : (collection?.Ledger.Read().Current ?? [])
                .Where(record => record.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                .Select(record => record.Value!)
                .Distinct()
                .Order()
                .Select(value => (value, $"{name}, used before"));
    }
}

/// <summary>Completes the targets of the collection, and paths of folders.</summary>
public sealed class TargetCompleter : LensCompleter
{
    private protected override bool CompletesPaths => true;

    private protected override IEnumerable<(string Text, string Tip)> Candidates(IDictionary bound) =>
        CurrentCollection(bound)?.Targets.Select(target => (target.Key, target.Value.Url!)) ?? [];
}
