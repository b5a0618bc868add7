using System.Text.RegularExpressions;
using LensTools.Engine.Hosting;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace LensTools.Engine.Files;

/// <summary>Reads hand-written YAML and reports errors in terms of its keys and values.</summary>
internal static partial class YamlText
{
    private static readonly IDeserializer Deserializer = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithDuplicateKeyChecking()
        .WithTypeConverter(new Collections.TargetSettingsReader())
        .WithTypeConverter(new Vocabularies.LabelValuesReader())
        .Build();

    /// <summary>The document as an object; a new one if it is empty.</summary>
    /// <exception cref="LensException">It is not YAML, or holds a key or value that is not valid there.</exception>
    public static T Read<T>(string text, string source, ErrorKind kind, string advice)
        where T : new()
    {
        try
        {
            return Deserializer.Deserialize<T?>(text) ?? new T();
        }
        catch (YamlException problem)
        {
            (long line, string message) = Explain(problem, text);
            throw new LensException(new LensError(kind, $"{source}, line {line}: {message}.", source, advice, problem));
        }
    }

    // The package's messages name .NET types, not keys and values. For a tab it reports the line where the mapping begins.
    private static (long Line, string Message) Explain(YamlException problem, string text)
    {
        string message = (problem.InnerException ?? problem).Message;
        long line = problem.Start.Line;
        if (UnknownKey().Match(message) is { Success: true } key) return (line, $"there is no key \"{key.Groups[1].Value}\" here");
        if (DuplicateKey().Match(message) is { Success: true } twice)
            return (line, $"the key \"{twice.Groups[1].Value}\" appears a second time below");
        if (message.Contains("tab", StringComparison.Ordinal) && TabIndentation().Match(text) is { Success: true } tab)
            return (text.AsSpan(0, tab.Index).Count('\n') + 1, "it is indented with a tab, but YAML allows only spaces");
        bool isOfTypes = message.Contains("LensTools.", StringComparison.Ordinal)
            || message.Contains("System.", StringComparison.Ordinal)
            || message.Contains("not found", StringComparison.Ordinal);
        return (line, isOfTypes ? "the value is not of the expected kind" : message.TrimEnd('.'));
    }

    [GeneratedRegex("Property '([^']+)' not found")]
    private static partial Regex UnknownKey();

    [GeneratedRegex("^Encountered duplicate key (.+)$")]
    private static partial Regex DuplicateKey();

    [GeneratedRegex(@"^[ ]*\t", RegexOptions.Multiline)]
    private static partial Regex TabIndentation();
}
