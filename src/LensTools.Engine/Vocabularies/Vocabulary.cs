using System.Reflection;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels;

/// <summary>The labels of a collection: those of a built-in vocabulary and its own.</summary>
public sealed class Vocabulary
{
    /// <summary>The default vocabulary.</summary>
    public const string DefaultName = "lens";

    private readonly Dictionary<string, LabelDefinition> _labels;

    private Vocabulary(Dictionary<string, LabelDefinition> labels) => _labels = labels;

    /// <summary>All labels, by name.</summary>
    public IReadOnlyDictionary<string, LabelDefinition> Labels => _labels;

    /// <summary>Loads a built-in vocabulary by name, extended by a collection's own labels.</summary>
    /// <exception cref="LensException">There is no such vocabulary.</exception>
    public static Vocabulary Load(string? name, IReadOnlyDictionary<string, LabelDefinition?>? own = null)
    {
        string wanted = name ?? DefaultName;
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{wanted}.vocabulary.yaml")
            ?? throw new LensException(new LensError(
                ErrorKind.VocabularyUnknown,
                $"There is no vocabulary \"{wanted}\".",
                wanted,
                $"Use \"{DefaultName}\", and define your own labels under \"labels\" in lens.yaml."));
        using var reader = new StreamReader(stream);
        var labels = new Dictionary<string, LabelDefinition>(
            YamlText.Read<Dictionary<string, LabelDefinition>>(
                reader.ReadToEnd(),
                wanted,
                ErrorKind.VocabularyInvalid,
                "Reinstall LensTools: this file is part of it."), StringComparer.OrdinalIgnoreCase);
        foreach ((string label, LabelDefinition? definition) in own ?? new Dictionary<string, LabelDefinition?>())
        {
            labels[label] = definition ?? new LabelDefinition();
            // "values:" with no value is read as null.
            labels[label].Values ??= [];
        }
        return new Vocabulary(labels);
    }

    /// <summary>Returns the name and value as spelled in the vocabulary; an empty value removes a label.</summary>
    /// <exception cref="LensException">The vocabulary has no such label, or the label does not allow the value.</exception>
    public (string Name, string? Value) Check(string name, string? value)
    {
        string? known = _labels.Keys.FirstOrDefault(k => string.Equals(k, name, StringComparison.OrdinalIgnoreCase));
        if (known is null)
        {
            throw new LensException(new LensError(
                ErrorKind.LabelUnknown,
                $"There is no label \"{name}\" in this collection's vocabulary{Suggestion(name, _labels.Keys)}.",
                name,
                "Add it under \"labels\" in lens.yaml, or use one of: " + string.Join(", ", _labels.Keys.Order()) + "."));
        }
        if (string.IsNullOrEmpty(value)) return (known, null);
        LabelDefinition definition = _labels[known];
        if (definition.Values.Count == 0) return (known, value);
        string[] parts = definition.Combine is { } sign ? value.Split(sign) : [value];
        return (known, string.Join(definition.Combine ?? "", parts.Select(part => CheckValue(known, definition, part.Trim()))));
    }

    private static string CheckValue(string name, LabelDefinition definition, string value) =>
        definition.Values.Find(v => string.Equals(v, value, StringComparison.OrdinalIgnoreCase)) ?? throw new LensException(new LensError(
            ErrorKind.LabelValueUnknown,
            $"\"{value}\" is not a value of the label \"{name}\"{Suggestion(value, definition.Values)}.",
            name,
            "Use one of: " + string.Join(", ", definition.Values.Take(40)) + (definition.Values.Count > 40 ? ", …" : "") + "."));

    private static string Suggestion(string word, IEnumerable<string> known)
    {
        (string Word, int Distance) best =
            known.Select(k => (k, Distance(word.ToLowerInvariant(), k.ToLowerInvariant()))).MinBy(k => k.Item2);
        return best.Word is not null && best.Distance <= Math.Max(1, word.Length / 3) ? $"; did you mean \"{best.Word}\"?" : "";
    }

    // Levenshtein distance.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
