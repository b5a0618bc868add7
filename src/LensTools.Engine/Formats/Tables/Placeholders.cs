using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats.Tables;

/// <summary>Placeholders that are written instead of a value.</summary>
internal static class Placeholders
{
    // A placeholder, preceded by its term if it applies to that term only.
    private static readonly HashSet<string> Values = [.. Table.Read("placeholders.tsv").Select(
        row => $"{row[0]}\t{row[1].ToLowerInvariant()}")];

    /// <summary>Whether a trimmed value is a placeholder for this term.</summary>
    public static bool Contains(Term term, string value)
    {
        if (value.Length == 0) return true;
        string lower = value.ToLowerInvariant();
        return Values.Contains($"*\t{lower}") || Values.Contains($"{term}\t{lower}");
    }
}
