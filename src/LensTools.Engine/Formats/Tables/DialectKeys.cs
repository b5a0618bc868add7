using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats.Tables;

/// <summary>What a key of a dialect means, and the unit that the dialect implies.</summary>
internal sealed record DialectKey(Term Term, string? Unit)
{
    /// <summary>A key that has no meaning in the model.</summary>
    public static DialectKey None { get; } = new(Term.None, null);
}

/// <summary>What the keys of each dialect mean in terms of the model.</summary>
internal static class DialectKeys
{
    // By dialect, then by key.
    private static readonly Dictionary<string, Dictionary<string, DialectKey>> Known = Load();

    public static DialectKey Find(string dialect, string key) =>
        Known.GetValueOrDefault(dialect)?.GetValueOrDefault(key.ToLowerInvariant()) ?? DialectKey.None;

    private static Dictionary<string, Dictionary<string, DialectKey>> Load()
    {
        var dialects = new Dictionary<string, Dictionary<string, DialectKey>>();
        foreach (string[] row in Table.Read("dialects.tsv"))
        {
            if (!dialects.TryGetValue(row[0], out Dictionary<string, DialectKey>? keys)) dialects[row[0]] = keys = [];
            keys[row[1].ToLowerInvariant()] = new DialectKey(Enum.Parse<Term>(row[2]), row.Length > 3 ? row[3] : null);
        }
        return dialects;
    }
}
