using System.Globalization;
using System.Text.RegularExpressions;

namespace LensTools.Engine.Datasets;

/// <summary>The concentration of a sample, which files state by itself or write into the name of the sample or the title.</summary>
internal static partial class Concentrations
{
    /// <summary>What a dataset states or writes; null if it says nothing.</summary>
    public static (double Value, string Unit)? Of(Dataset dataset) =>
        Stated(dataset) ?? Split(Text(dataset, Term.Sample), Text(dataset, Term.Title)).Concentration;

    /// <summary>What a dataset states by itself; null if it does not.</summary>
    public static (double Value, string Unit)? Stated(Dataset dataset) =>
        Text(dataset, Term.Concentration) is { } text
        && Pattern().Match($"{text} {dataset.Source(Term.Concentration)!.Unit}") is { Success: true } match
            ? Parse(match)
            : null;

    /// <summary>The name of a sample without the concentration in it, and the concentration, from the title where the name has none.
    /// </summary>
    public static (string? Sample, (double Value, string Unit)? Concentration) Split(string? sample, string? title)
    {
        if (sample is null) return (null, null);
        if (Pattern().Match(sample) is { Success: true } within)
        {
            string name = sample.Remove(within.Index, within.Length).Trim(' ', ',', ';', '(', ')', '_', '-');
            return (name.Length > 0 ? name : null, Parse(within));
        }
        return (sample, title is not null && Pattern().Match(title) is { Success: true } beside ? Parse(beside) : null);
    }

    private static string? Text(Dataset dataset, Term term) =>
        dataset.Source(term) is { IsPlaceholder: false, Value.Length: > 0 } source ? source.Value : null;

    private static (double, string)? Parse(Match match) =>
        double.TryParse(match.Groups[1].Value.Replace(',', '.'), CultureInfo.InvariantCulture, out double value) && value > 0
            ? (value, match.Groups[2].Value.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant())
            : null;

    [GeneratedRegex(@"(?<![\d.])(\d+(?:[.,]\d+)?)\s*(mg\s*/\s*ml|mgml|mg\s*ml-1|g\s*/\s*l)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Pattern();
}
