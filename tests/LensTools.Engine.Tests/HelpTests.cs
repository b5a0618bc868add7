using System.Globalization;
using System.Text;
using LensTools.Engine.Checks;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;
using LensTools.Engine.Vocabularies;
using LensTools.Testing;

namespace LensTools.Engine.Tests;

/// <summary>
/// The about topics that list what the assemblies hold are what the assemblies hold.
/// <c>LENSTOOLS_WRITE_HELP=1 dotnet test tests/LensTools.Engine.Tests</c> writes them anew.
/// </summary>
public sealed class HelpTests
{
    private const int Width = 78;

    [Fact]
    public void About_rules() =>
    Compare("about_LensRules", "The rules of Test-LensDataset, their thresholds, and the built-in profiles.", text =>
    {
        Section(text, "PROFILES");
        Paragraph(
            text,
            "A profile says how much each rule weighs: off, information, warning or error. -Profile takes the name of a built-in one or "
                + "the path of a YAML file, whose schema is bin/profile.schema.json in the folder of the module.");
        foreach (string name in Profile.BuiltIn) Entry(text, name, Profile.Load(name).Description);
        Section(text, "VERDICTS");
        Entry(text, "Rejected", "an error that an answer would not mend");
        Entry(text, "NotChecked", "a rule could not be applied, for a reason outside the data");
        Entry(text, "NeedsInformation", "an error that the uploader's answer mends");
        Entry(text, "UsableWithWarnings", "warnings only");
        Entry(text, "Usable", "nothing, or information only");
        Section(text, "RULES");
        foreach (RuleInfo rule in RuleRegistry.All)
        {
            Line(text, $"{rule.Id} ({rule.DefaultSeverity.ToString().ToLowerInvariant()})");
            Paragraph(text, $"{rule.Description} {rule.Explanation}", 8);
            if (rule.AppliesTo != DataKinds.All) Paragraph(text, $"For: {KindsOf(rule)}.", 8);
            if (rule.Source is { } source) Paragraph(text, $"Source: {source}.", 8);
            string asked = rule.Remedy.Request is { } request ? $" \"{request}\"" : "";
            string answered = rule.Remedy.Label is { } label ? $" The label {label} answers it." : "";
            Paragraph(text, $"Mended by: {rule.Remedy.Who.ToString().ToLowerInvariant()}.{asked}{answered}", 8);
            foreach (ThresholdInfo threshold in rule.Thresholds)
                Paragraph(
                    text,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{threshold.Name} = {threshold.Default}{(threshold.Unit == "1" ? "" : " " + threshold.Unit)}: {threshold.Meaning} "
                            + $"Source: {threshold.Source}."),
                    8);
            text.Append('\n');
        }
    });

    private static string KindsOf(RuleInfo rule) => rule.AppliesTo switch
    {
        DataKinds.Measured => "whatever was measured",
        DataKinds.Reduced => "reduced data",
        DataKinds.Raw => "raw data",
        DataKinds kinds => kinds.ToString().ToLowerInvariant(),
    };

    [Fact]
    public void About_errors() =>
    Compare("about_LensErrors", "The ids of errors, what they mean, and whether trying again may help.", text =>
    {
        Section(text, "READING AN ERROR");
        Paragraph(
            text,
            "An error names what was found and where, and recommends what to do. Its FullyQualifiedErrorId begins with one of the ids "
                + "below; catch [LensTools.LensCommandException] to have the id and the recommendation as properties.");
        Paragraph(
            text,
            "\"later\" says that the same command may succeed another time as it is; \"ends the run\" that further items would fail in the "
                + "same way.");
        Section(text, "IDS");
        foreach (ErrorKind kind in ErrorKind.All.OrderBy(kind => kind.Id, StringComparer.Ordinal))
        {
            string[] notes = [
                kind.Category.ToString(),
                .. kind.Retry == RetryAdvice.Later ? ["later"] : (string[])[],
                .. kind.Scope == ErrorScope.Run ? ["ends the run"] : (string[])[]];
            Line(text, $"{kind.Id} ({string.Join(", ", notes)})");
            Paragraph(text, kind.Meaning, 8);
        }
    });

    [Fact]
    public void About_formats() => Compare("about_LensFormats", "The formats that are read, and those that are known by name.", text =>
    {
        Section(text, "RECOGNITION");
        Paragraph(
            text,
            "A file is recognised by its content; its extension does not count. -Format of Get-LensDataset takes the names below. "
                + "Get-LensDataset -Skipped lists the files that are none of them, with the reason.");
        Section(text, "READ");
        foreach (DatasetFormat format in FormatRegistry.Formats.Where(format => format.Advice is null))
            Entry(text, format.Id, format.Description);
        Section(text, "KNOWN BY NAME, AND HOW TO CONVERT THEM");
        foreach (DatasetFormat format in FormatRegistry.Formats.Where(format => format.Advice is not null))
            Entry(text, format.Id, $"{format.Description}. {format.Advice}");
    });

    [Fact]
    public void About_labels() => Compare("about_LensLabels", "The labels of the built-in vocabulary, and those of a collection.", text =>
    {
        Section(text, "USE");
        Paragraph(
            text,
            "Set-LensLabel gives labels that the vocabulary of a collection has: those below, and those that its lens-vocabulary.yaml "
                + "adds. Get-LensVocabulary shows them, Test-LensVocabulary finds labels that are outside it. A label without values takes "
                + "any text. Case does not matter, and other names stand for the first one.");
        Section(text, "LABELS OF A COLLECTION");
        Paragraph(
            text,
            "Update-LensVocabulary writes lens-vocabulary.yaml, beside lens.yaml, and it can be edited by hand. A label that the built-in "
                + "vocabulary has too is added to: its values besides, its texts instead.");
        foreach (string line in new[] {
            "dose:", "  description: the dose that the sample got", "  type: number        # text, enum, number, boolean, date, reference",
            "  unit: kGy", "  minimum: 0", "  maximum: 100", "  question: Which dose did the sample get?", "  requiredFor: [benchmark]",
            "sample-class:", "  values:", "    hydrogel: a polymer swollen with water", "    foam: {description: a foam, aliases: [foams]}",
            "    steel: {deprecatedBy: alloy}", "old-name:", "  deprecatedBy: sample-name" }) Line(text, "    " + line);
        text.Append('\n');
        Paragraph(
            text,
            "A number is given with its unit or without. A date is written as ISO 8601 has it, 2026-03-04, with points, 4.3.2026, or with "
                + "slashes where only one reading is possible. A reference is a DOI or a web address.");
        Section(text, "LABELS");
        foreach ((string name, LabelDefinition label) in Vocabulary.Load(null).Labels.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Line(text, label.Aliases.Count > 0 ? $"{name} ({string.Join(", ", label.Aliases)})" : name);
            if (!string.IsNullOrEmpty(label.Description)) Paragraph(text, label.Description, 8);
            if (label.Kind is not (LabelType.Enum or LabelType.Text))
                Paragraph(text, $"Type: {label.Kind.ToString().ToLowerInvariant()}", 8);
            if (label.Values is { Count: > 0 } values)
                Paragraph(
                    text,
                    "Values: " + string.Join(", ", values) + (label.Combine is { Length: > 0 } combine ? $"; joined by {combine}" : ""),
                    8);
        }
    });

    private static void Compare(string topic, string about, Action<StringBuilder> write)
    {
        var text = new StringBuilder($"TOPIC\n    {topic}\n\nSHORT DESCRIPTION\n");
        Paragraph(text, about);
        write(text);
        Section(text, "SEE ALSO");
        Line(text, "about_LensTools");
        string path = Path.Combine(Repository.Root, "module", "en-US", topic + ".help.txt");
        if (Environment.GetEnvironmentVariable("LENSTOOLS_WRITE_HELP") == "1") File.WriteAllText(path, text.ToString());
        Assert.Equal(text.ToString(), File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    private static void Section(StringBuilder text, string title)
    {
        if (!text.ToString().EndsWith("\n\n", StringComparison.Ordinal)) text.Append('\n');
        text.Append(title).Append('\n');
    }

    private static void Line(StringBuilder text, string line) => text.Append("    ").Append(line).Append('\n');

    private static void Entry(StringBuilder text, string name, string about)
    {
        Line(text, name);
        Wrap(text, about, 8);
    }

    private static void Paragraph(StringBuilder text, string words, int indent = 4)
    {
        Wrap(text, words, indent);
        if (indent == 4) text.Append('\n');
    }

    private static void Wrap(StringBuilder text, string words, int indent)
    {
        int column = 0;
        foreach (string word in words.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > 0 && column + 1 + word.Length > Width)
            {
                text.Append('\n');
                column = 0;
            }
            text.Append(column == 0 ? new string(' ', indent) : " ").Append(word);
            column += (column == 0 ? indent : 1) + word.Length;
        }
        text.Append('\n');
    }
}
