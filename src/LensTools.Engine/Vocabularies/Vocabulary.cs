using System.Reflection;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Vocabularies;

/// <summary>Where the definition of a label is.</summary>
public enum LabelOrigin
{
    /// <summary>In the built-in vocabulary.</summary>
    BuiltIn,
    /// <summary>In <c>lens.yaml</c>.</summary>
    Collection,
    /// <summary>In <c>lens-vocabulary.yaml</c>, alone or in addition to another definition.</summary>
    Vocabulary,
}

/// <summary>The labels of a collection: those of a built-in vocabulary and its own.</summary>
public sealed class Vocabulary
{
    /// <summary>The default vocabulary.</summary>
    public const string DefaultName = "lens";

    private const int MostNamed = 40;
    private const int MostSuggested = 3;

    // The built-in labels and those of lens.yaml, then with those of lens-vocabulary.yaml.
    private readonly Dictionary<string, LabelDefinition> _given, _labels;

    // Also by their other names.
    private readonly Dictionary<string, string> _names;

    // The labels that lens.yaml defines.
    private readonly HashSet<string> _replaced;

    private Vocabulary(
        Dictionary<string, LabelDefinition> given,
        HashSet<string> replaced,
        IReadOnlyDictionary<string, LabelDefinition> own)
    {
        _given = given;
        _replaced = replaced;
        _labels = new(given, StringComparer.OrdinalIgnoreCase);
        Own = own;
        foreach ((string name, LabelDefinition definition) in own)
            _labels[name] = _labels.TryGetValue(name, out LabelDefinition? known) ? known.With(definition) : definition;
        _names = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in _labels.Keys) _names[name] = name;
        foreach ((string name, LabelDefinition definition) in _labels)
            foreach (string alias in definition.Aliases) _names.TryAdd(alias, name);
    }

    /// <summary>All labels, by name.</summary>
    public IReadOnlyDictionary<string, LabelDefinition> Labels => _labels;

    /// <summary>The definitions of <c>lens-vocabulary.yaml</c>, as they are there.</summary>
    internal IReadOnlyDictionary<string, LabelDefinition> Own { get; }

    /// <summary>Where a label is defined.</summary>
    public LabelOrigin OriginOf(string name) =>
        Own.ContainsKey(name) ? LabelOrigin.Vocabulary : _replaced.Contains(name) ? LabelOrigin.Collection : LabelOrigin.BuiltIn;

    /// <summary>Loads a built-in vocabulary.</summary>
    /// <param name="name">Its name; null for the default one.</param>
    /// <param name="replaced">Definitions that take the place of its own, or come besides; as <c>lens.yaml</c> has them.</param>
    /// <param name="added">Definitions that add to these; as <c>lens-vocabulary.yaml</c> has them.</param>
    /// <exception cref="LensException">There is no such vocabulary.</exception>
    public static Vocabulary Load(
        string? name,
        IReadOnlyDictionary<string, LabelDefinition?>? replaced = null,
        IReadOnlyDictionary<string, LabelDefinition?>? added = null)
    {
        string wanted = name ?? DefaultName;
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{wanted}.vocabulary.yaml")
            ?? throw new LensException(new LensError(
                ErrorKind.VocabularyUnknown,
                $"There is no vocabulary \"{wanted}\".",
                wanted,
                $"Use \"{DefaultName}\", and define your own labels in {VocabularyFile.FileName}."));
        using var reader = new StreamReader(stream);
        var given = new Dictionary<string, LabelDefinition>(
            YamlText.Read<Dictionary<string, LabelDefinition>>(
                reader.ReadToEnd(),
                wanted,
                ErrorKind.VocabularyInvalid,
                "Reinstall LensTools: this file is part of it."), StringComparer.OrdinalIgnoreCase);
        Dictionary<string, LabelDefinition> instead = Whole(replaced);
        foreach ((string label, LabelDefinition definition) in instead) given[label] = definition;
        return new Vocabulary(given, new HashSet<string>(instead.Keys, StringComparer.OrdinalIgnoreCase), Whole(added));
    }

    /// <summary>This vocabulary with other definitions in <c>lens-vocabulary.yaml</c>.</summary>
    internal Vocabulary With(IReadOnlyDictionary<string, LabelDefinition> own) => new(_given, _replaced, own);

    // What has no value in YAML is null.
    private static Dictionary<string, LabelDefinition> Whole(IReadOnlyDictionary<string, LabelDefinition?>? definitions)
    {
        var whole = new Dictionary<string, LabelDefinition>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, LabelDefinition? definition) in definitions ?? new Dictionary<string, LabelDefinition?>())
        {
            if (!whole.TryAdd(name, definition ?? new LabelDefinition()))
                throw new LensException(new LensError(
                    ErrorKind.VocabularyInvalid,
                    $"The label \"{name}\" is defined twice; case does not matter.",
                    name,
                    $"Remove one of the definitions in {VocabularyFile.FileName} or lens.yaml."));
            whole[name].Description ??= "";
            whole[name].Values ??= [];
            whole[name].Aliases ??= [];
            whole[name].RequiredFor ??= [];
        }
        return whole;
    }

    /// <summary>The name of a label as the vocabulary has it; null if it has none of that name or alias.</summary>
    public string? Find(string name) => _names.GetValueOrDefault(name);

    /// <summary>The label in use that takes the place of a deprecated one in the end; null if there is none.</summary>
    internal string? SuccessorOf(string name)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string? now = name;
        while (now is not null && _labels[now].DeprecatedBy is { } next) now = seen.Add(now) ? Find(next) : null;
        return now;
    }

    /// <summary>Returns the name and value as spelled in the vocabulary; an empty value removes a label.</summary>
    /// <exception cref="LensException">The vocabulary has no such label, or the label does not allow the value.</exception>
    public (string Name, string? Value) Check(string name, string? value)
    {
        (string, string?) label = Check(name, value, out LensError? problem);
        return problem is null ? label : throw new LensException(problem);
    }

    /// <summary>The name and value as spelled in the vocabulary, and what is wrong with them, or null.</summary>
    internal (string Name, string? Value) Check(string name, string? value, out LensError? problem)
    {
        problem = null;
        if (Find(name) is not { } known)
        {
            problem = new LensError(
                ErrorKind.LabelUnknown,
                $"There is no label \"{name}\" in this collection's vocabulary{Suggestion(name, _names.Keys)}",
                name,
                $"Add it with -AllowNew or Update-LensVocabulary, or use one of: {string.Join(", ", _labels.Keys.Order())}.");
            return (name, value);
        }
        LabelDefinition definition = _labels[known];
        if (string.IsNullOrEmpty(value)) return (known, null);
        if (definition.DeprecatedBy is not null)
        {
            problem = Deprecated($"The label \"{known}\"", known, SuccessorOf(known));
            return (known, value);
        }
        if (definition.Kind is not (LabelType.Enum or LabelType.Text))
        {
            string read = LabelTypeReader.Read(definition, value.Trim(), out string? reason);
            if (reason is not null)
                problem = new LensError(
                    ErrorKind.LabelValueUnknown,
                    $"\"{value}\" of the label \"{known}\" {reason}.",
                    known,
                    definition.Description.Length > 0
                        ? $"{known} is {definition.Description}."
                        : $"Get-LensVocabulary {known} shows more.");
            return (known, read);
        }
        if (string.IsNullOrWhiteSpace(value) || value.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
        {
            string reason = string.IsNullOrWhiteSpace(value) ? "is blank" : "has control characters";
            problem = new LensError(
                ErrorKind.LabelValueUnknown,
                $"The value of the label \"{known}\" {reason}.",
                known,
                "Give a text, or remove the label with Remove-LensLabel.");
            return (known, value);
        }
        if (definition.Values.Count == 0) return (known, value);
        string[] parts = definition.Combine is { } sign ? value.Split(sign) : [value];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = CheckValue(known, definition, parts[i].Trim(), out LensError? wrong);
            problem ??= wrong;
        }
        return (known, problem is null ? string.Join(definition.Combine ?? "", parts) : value);
    }

    /// <summary>The value's name, for one value of several; an unlisted one as it is.</summary>
    private static string CheckValue(string name, LabelDefinition definition, string value, out LensError? problem)
    {
        problem = null;
        if (definition.Find(value) is { } known)
        {
            if (known.DeprecatedBy is not null)
                problem = Deprecated(
                    $"The value \"{known.Name}\" of the label \"{name}\"", known.Name, definition.SuccessorOf(known)?.Name);
            return known.Name;
        }
        // Those of a text are suggestions.
        if (definition.Kind == LabelType.Text) return value;
        List<string> names = [.. definition.Values.Where(one => one.DeprecatedBy is null).Select(one => one.Name)];
        problem = new LensError(
            ErrorKind.LabelValueUnknown,
            $"\"{value}\" is not a value of the label \"{name}\"{Suggestion(value, definition.Values.SelectMany(Words))}",
            name,
            $"Add it with -AllowNew or Update-LensVocabulary, or use one of: {string.Join(", ", names.Take(MostNamed))}"
                + (names.Count > MostNamed ? ", …" : "") + ".");
        return value;
    }

    private static IEnumerable<string> Words(LabelValue value) => [value.Name, .. value.Aliases];

    private static LensError Deprecated(string what, string name, string? successor) => new(
        ErrorKind.LabelDeprecated,
        $"{what} is deprecated.",
        name,
        successor is null ? "Nothing takes its place; Get-LensVocabulary shows what there is." : $"Use \"{successor}\".");

    // The nearest words, which are those that few changes of a letter make of it, or that it is a part of.
    private static string Suggestion(string word, IEnumerable<string> known)
    {
        string small = word.ToLowerInvariant();
        string[] near = [.. known
            .Select(one => (Word: one, Distance: one.Contains(small, StringComparison.OrdinalIgnoreCase) && small.Length > 2
                ? 1 : Distance(small, one.ToLowerInvariant())))
            .Where(one => one.Distance <= Math.Max(1, word.Length / 3))
            .OrderBy(one => one.Distance)
            .Select(one => $"\"{one.Word}\"")
            .Take(MostSuggested)];
        return near.Length == 0 ? "." : $"; did you mean {string.Join(" or ", near)}?";
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
