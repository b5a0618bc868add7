using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats.Tables;

/// <summary>Values that stand where one should be.</summary>
internal static class Placeholders
{
    // A value, with the term in front of it where it is none of that term only.
    private static readonly HashSet<string> Values = [.. Table.Read("placeholders.tsv").Select(
        row => $"{row[0]}\t{row[1].ToLowerInvariant()}")];

    /// <summary>Whether a trimmed value is no value of this term.</summary>
    public static bool Contains(Term term, string value)
    {
        if (value.Length == 0) return true;
        string lower = value.ToLowerInvariant();
        return Values.Contains($"*\t{lower}") || Values.Contains($"{term}\t{lower}");
    }
}
