using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats.Tables;

/// <summary>What the keys of each dialect mean in terms of the model, and the units that it never writes.</summary>
internal static class DialectKeys
{
    private static readonly Dictionary<(string Dialect, string Key), (Term Term, string? Unit)> Known = Load();

    public static (Term Term, string? Unit) Find(string dialect, string key) =>
        Known.TryGetValue((dialect, key.ToLowerInvariant()), out (Term, string?) found) ? found : (Term.None, null);

    private static Dictionary<(string, string), (Term, string?)> Load()
    {
        var keys = new Dictionary<(string, string), (Term, string?)>();
        foreach (string[] row in Table.Read("dialects.tsv"))
            keys[(row[0], row[1].ToLowerInvariant())] = (Enum.Parse<Term>(row[2]), row.Length > 3 ? row[3] : null);
        return keys;
    }
}
