using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats.Tables;

/// <summary>Placeholders that are written instead of a value.</summary>
internal static class Placeholders
{
    // A placeholder, preceded by its term if it applies to that term only.
    private static readonly HashSet<string> Values = [.. Table.Read("placeholders.tsv").Select(row => Key(row[0], row[1]))];

    /// <summary>Whether a trimmed value is a placeholder for this term.</summary>
    public static bool Contains(Term term, string value)
    {
        if (value.Length == 0) return true;
        return Values.Contains(Key("*", value)) || Values.Contains(Key($"{term}", Plain(term, value)));
    }

    private static string Key(string term, string value) => $"{term}\t{value.ToLowerInvariant()}";

    // A number is the same however it is written: 0, 0.0, 0.0000.
    private static string Plain(Term term, string value) =>
        term != Term.None && TermInfo.Of(term).Dimension is not null
        && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : value;
}
