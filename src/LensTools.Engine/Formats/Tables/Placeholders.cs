using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats.Tables;

/// <summary>Values that stand where one should be.</summary>
internal static class Placeholders
{
    private static readonly HashSet<(Term, string)> Values = [.. Table.Read("placeholders.tsv")
        .Select(row => (row[0] == "*" ? Term.None : Enum.Parse<Term>(row[0]), row[1].ToLowerInvariant()))];

    /// <summary>Whether a trimmed value is no value of this term.</summary>
    public static bool Contains(Term term, string value)
    {
        if (value.Length == 0) return true;
        string lower = value.ToLowerInvariant();
        return Values.Contains((Term.None, lower)) || Values.Contains((term, lower));
    }
}
