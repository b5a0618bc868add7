using LensTools.Engine.Checks;

namespace LensTools.Engine.Vocabularies;

/// <summary>What would make the definition of a label useless.</summary>
internal static class VocabularyProblems
{
    /// <summary>The problems of a label, each as a sentence without its point.</summary>
    public static IEnumerable<string> Of(Vocabulary vocabulary, string name)
    {
        LabelDefinition definition = vocabulary.Labels[name];
        if (definition.Minimum > definition.Maximum) yield return $"the smallest number of {name} is larger than the largest";
        if (definition.Kind != LabelType.Number && (definition.Unit is not null || definition.Range is not null))
            yield return $"{name} is {definition.Kind.ToString().ToLowerInvariant()}, and only numbers have a unit or a range";
        if (definition.Kind is not (LabelType.Enum or LabelType.Text) && definition.Values.Count > 0)
            yield return $"{name} is {definition.Kind.ToString().ToLowerInvariant()}, and lists values";
        if (definition.DeprecatedBy is not null && vocabulary.SuccessorOf(name) is null)
            yield return $"{name} and what takes its place are deprecated by each other";
        foreach (LabelValue value in definition.Values.Where(value => value.DeprecatedBy is not null))
        {
            if (definition.SuccessorOf(value) is null)
                yield return $"the value \"{value.Name}\" of {name} is deprecated by one that is not listed, or that is deprecated by it";
        }
        foreach (string alias in definition.Aliases)
        {
            string? other = vocabulary.Labels.Keys.FirstOrDefault(label =>
                !label.Equals(name, StringComparison.OrdinalIgnoreCase)
                && (label.Equals(alias, StringComparison.OrdinalIgnoreCase)
                    || vocabulary.Labels[label].Aliases.Contains(alias, StringComparer.OrdinalIgnoreCase)));
            if (other is not null) yield return $"\"{alias}\" is {other} already, so it cannot be another name of {name}";
        }
        foreach (string profile in definition.RequiredFor.Except(Profile.BuiltIn, StringComparer.OrdinalIgnoreCase))
            if (!Profile.IsPath(profile)) yield return $"there is no profile \"{profile}\"";
    }
}
