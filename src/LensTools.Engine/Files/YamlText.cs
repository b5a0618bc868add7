using System.Text.RegularExpressions;
using LensTools.Engine.Hosting;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace LensTools.Engine.Files;

/// <summary>Reads the YAML that people write, and says what is wrong with it in their words.</summary>
internal static partial class YamlText
{
    private static readonly IDeserializer Deserializer = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();

    /// <summary>The document as an object; a new one where it is empty.</summary>
    /// <exception cref="LensException">It is no YAML, or holds a key or value that has no place there.</exception>
    public static T Read<T>(string text, string source, ErrorKind kind, string advice)
        where T : new()
    {
        try
        {
            return Deserializer.Deserialize<T?>(text) ?? new T();
        }
        catch (YamlException problem)
        {
            throw new LensException(new LensError(kind, $"{source}, line {problem.Start.Line}: {Explain(problem)}.", source, advice, problem));
        }
    }

    // The package speaks of .NET types; a person wrote keys and values.
    private static string Explain(YamlException problem)
    {
        string message = (problem.InnerException ?? problem).Message;
        if (UnknownKey().Match(message) is { Success: true } key) return $"there is no key \"{key.Groups[1].Value}\" here";
        return message.Contains("LensTools.", StringComparison.Ordinal) || message.Contains("System.", StringComparison.Ordinal) || message.Contains("not found", StringComparison.Ordinal)
            ? "the value is not of the kind that belongs here"
            : message.TrimEnd('.');
    }

    [GeneratedRegex("Property '([^']+)' not found")]
    private static partial Regex UnknownKey();
}
