using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace LensTools.Engine.Files;

/// <summary>YAML of any shape as dictionaries, lists and texts.</summary>
internal static class YamlTree
{
    private const int MaximumDepth = 24;
    private const int MostNested = 64;
    private const int MostValues = 20_000;

    private static readonly IDeserializer Deserializer = new DeserializerBuilder().Build();

    /// <summary>The document: dictionaries, lists and texts; null if it is empty.</summary>
    /// <exception cref="YamlException">It is not YAML, or is nested too deeply.</exception>
    public static object? Parse(string text)
    {
        CheckDepth(text);
        return Deserializer.Deserialize<object?>(text);
    }

    // The deserialiser recurses as deep as the document goes; a stack overflow would end the process.
    private static void CheckDepth(string text)
    {
        var parser = new Parser(new StringReader(text));
        int depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MostNested)
                throw new YamlException(parser.Current.Start, parser.Current.End, $"it is nested more than {MostNested} levels deep");
        }
    }

    /// <summary>The value at a path of keys; null if there is none.</summary>
    public static object? Find(object? tree, params string[] path)
    {
        foreach (string key in path)
        {
            if (tree is not IDictionary<object, object?> map || !map.TryGetValue(key, out tree)) return null;
        }
        return tree;
    }

    /// <summary>Merges <paramref name="changes"/> into a copy of <paramref name="original"/>, key by key.</summary>
    public static object? Merge(object? original, object? changes, int depth = 0)
    {
        if (original is not IDictionary<object, object?> under || changes is not IDictionary<object, object?> over || depth > MaximumDepth)
            return changes;
        var merged = new Dictionary<object, object?>(under);
        foreach ((object key, object? value) in over)
            merged[key] = merged.TryGetValue(key, out object? known) ? Merge(known, value, depth + 1) : value;
        return merged;
    }

    /// <summary>Every value with the path of keys that leads to it; items of lists share the path of their list.</summary>
    public static IEnumerable<(string Path, string Value)> Values(object? tree) => Values(tree, "", 0).Take(MostValues);

    // A YAML alias can expand to a tree of aliases, so depth and number are bounded.
    private static IEnumerable<(string, string)> Values(object? tree, string path, int depth)
    {
        if (depth > MaximumDepth) yield break;
        if (tree is IDictionary<object, object?> map)
        {
            foreach ((object key, object? value) in map)
            {
                foreach ((string, string) inner in Values(value, path.Length == 0 ? $"{key}" : $"{path}/{key}", depth + 1))
                    yield return inner;
            }
        }
        else if (tree is IEnumerable<object?> list)
        {
            foreach (object? item in list)
            {
                foreach ((string, string) inner in Values(item, path, depth + 1)) yield return inner;
            }
        }
        else if (tree is not null)
        {
            yield return (path, tree.ToString()!);
        }
    }
}
