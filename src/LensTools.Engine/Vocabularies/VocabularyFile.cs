using System.Text;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace LensTools.Engine.Vocabularies;

/// <summary>
/// The labels that a collection adds to its vocabulary, in <c>lens-vocabulary.yaml</c>. A definition is replaced as text, so that the rest
/// of a file that people edit by hand stays as they wrote it.
/// </summary>
internal sealed class VocabularyFile(string root)
{
    /// <summary>The file's name in its collection.</summary>
    public const string FileName = "lens-vocabulary.yaml";

    private const string Header =
        "# Labels of this collection, in addition to those of its vocabulary. about_LensLabels shows what this file may contain.\n";

    private static readonly ISerializer Serializer = new SerializerBuilder().WithQuotingNecessaryStrings().WithIndentedSequences().Build();

    /// <summary>The path of the file.</summary>
    public string Path { get; } = System.IO.Path.Combine(root, FileName);

    // As it was read, which is what changes are made of.
    private string? _read;

    /// <summary>The definitions by name; none if there is no file.</summary>
    /// <exception cref="LensException">It cannot be read.</exception>
    public Dictionary<string, LabelDefinition?> Read() => Parse(_read = Text());

    /// <summary>The lines that define a label now; null if it is not in the file.</summary>
    /// <exception cref="LensException">It cannot be read.</exception>
    public string? Find(string name) => Find(name, Text());

    /// <summary>The lines that defined a label when the definitions were read; null if it was not in the file.</summary>
    public string? FindAsRead(string name) => Find(name, _read ?? Text());

    private string? Find(string name, string text)
    {
        _ = Parse(text);
        string[] lines = Lines(text);
        return Blocks(lines).FirstOrDefault(block => block.Name == name) is { } found ? string.Concat(lines[found.Lines]) : null;
    }

    /// <summary>Replaces the lines that define a label, or adds them.</summary>
    /// <param name="name">The label.</param>
    /// <param name="block">Its new lines; null removes it.</param>
    /// <exception cref="LensException">The file cannot be read, or would not be valid; it is as it was.</exception>
    /// <exception cref="IOException">The file cannot be written; it is as it was.</exception>
    public void Replace(string name, string? block)
    {
        string text = Text();
        string[] lines = Lines(text);
        string changed = Blocks(lines).FirstOrDefault(one => one.Name == name) is { } found
            ? string.Concat([.. lines[..found.Lines.Start], block ?? "", .. lines[found.Lines.End..]])
            : (text.Length == 0 ? Header : text.EndsWith('\n') ? text : text + "\n") + block;
        _ = Parse(changed);
        AtomicFile.Write(Path, stream => stream.Write(Encoding.UTF8.GetBytes(changed)));
    }

    /// <summary>The lines of a definition.</summary>
    public static string Write(string name, LabelDefinition definition)
    {
        var keys = new Dictionary<string, object>();
        void Add(string key, object? value)
        {
            if (value is not (null or "" or System.Collections.ICollection { Count: 0 })) keys[key] = value;
        }

        Add("description", definition.Description);
        Add("type", definition.Type?.ToString().ToLowerInvariant());
        Add("unit", definition.Unit);
        Add("minimum", definition.Minimum);
        Add("maximum", definition.Maximum);
        Add("combine", definition.Combine);
        Add("values", definition.Values.ToDictionary(value => value.Name, Write));
        Add("aliases", definition.Aliases);
        Add("requiredFor", definition.RequiredFor);
        Add("deprecatedBy", definition.DeprecatedBy);
        Add("question", definition.Question);
        return Serializer.Serialize(new Dictionary<string, object> { [name] = keys }).ReplaceLineEndings("\n");
    }

    private static object Write(LabelValue value)
    {
        if (value.Aliases.Count == 0 && value.DeprecatedBy is null) return value.Description;
        var keys = new Dictionary<string, object>();
        if (value.Description.Length > 0) keys["description"] = value.Description;
        if (value.Aliases.Count > 0) keys["aliases"] = value.Aliases;
        if (value.DeprecatedBy is not null) keys["deprecatedBy"] = value.DeprecatedBy;
        return keys;
    }

    private Dictionary<string, LabelDefinition?> Parse(string text) => YamlText.Read<Dictionary<string, LabelDefinition?>>(
        text, Path, ErrorKind.VocabularyInvalid, "Correct that line; about_LensLabels shows what the file may contain.");

    private string Text()
    {
        try
        {
            return File.Exists(Path) ? File.ReadAllText(Path) : "";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromReadFailure(problem, Path));
        }
    }

    // With their line feeds.
    private static string[] Lines(string text)
    {
        var lines = new List<string>();
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start) is >= 0 and int feed ? feed + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }
        return [.. lines];
    }

    /// <summary>Which lines define which label; comments between two definitions belong to neither.</summary>
    private IEnumerable<Block> Blocks(string[] lines)
    {
        // One that cannot be parsed was refused when it was read.
        var parser = new Parser(new StringReader(string.Concat(lines)));
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _) || !parser.TryConsume<MappingStart>(out var mapping)) yield break;
        if (mapping.Style == MappingStyle.Flow)
            throw new LensException(new LensError(
                ErrorKind.VocabularyInvalid,
                $"{Path} has its labels in braces, {{…}}.",
                Path,
                "Write each label on lines of its own, without braces, so that one can be changed."));
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            Scalar name = parser.Consume<Scalar>();
            int last = (int)name.End.Line;
            int depth = 0;
            do
            {
                ParsingEvent part = parser.Consume<ParsingEvent>();
                depth += part.NestingIncrease;
                // The end of a block collection is where the next token begins; its last line is that of its last word.
                bool isWord = part is Scalar { Style: not (ScalarStyle.Literal or ScalarStyle.Folded) } or AnchorAlias
                    || (part.NestingIncrease < 0 && part.End.Index > part.Start.Index);
                if (isWord) last = Math.Max(last, (int)part.End.Line);
                else if (part is Scalar) last = Math.Max(last, (int)part.End.Line - (part.End.Column == 1 ? 1 : 0));
            }
            while (depth > 0);
            yield return new Block(name.Value, ((int)name.Start.Line - 1)..Math.Min(last, lines.Length));
        }
    }

    private sealed record Block(string Name, Range Lines);
}
