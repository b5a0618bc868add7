using System.Globalization;
using System.Text.RegularExpressions;

namespace LensTools.Engine.Vocabularies;

/// <summary>Reads the values of labels that are no mere text, and writes them in one way.</summary>
internal static partial class LabelTypeReader
{
    private static readonly string[] IsoDates = [
        "yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Reads a value.</summary>
    /// <param name="definition">The label.</param>
    /// <param name="text">The value as it is given.</param>
    /// <param name="problem">Why it is none, as the end of a sentence that begins with the value; null if it is one.</param>
    /// <returns>The value as the ledger has it.</returns>
    public static string Read(LabelDefinition definition, string text, out string? problem)
    {
        problem = null;
        switch (definition.Kind)
        {
            case LabelType.Number:
                return ReadNumber(definition, text, out problem);
            case LabelType.Boolean:
                // Also as spreadsheets write it in German and French.
                if (text.ToLowerInvariant() is "true" or "yes" or "1" or "wahr" or "vrai") return "true";
                if (text.ToLowerInvariant() is "false" or "no" or "0" or "falsch" or "faux") return "false";
                problem = "is neither true nor false";
                return text;
            case LabelType.Date:
                return ReadDate(text, out problem);
            case LabelType.Reference:
                if (Doi().Match(text) is { Success: true } doi) return $"https://doi.org/{doi.Groups[1].Value}";
                if (Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "https" or "http") return text;
                problem = "is neither a DOI, such as 10.5281/zenodo.123, nor a web address";
                return text;
            default:
                return text;
        }
    }

    // A bare number is in the unit of the label, for that is how the vocabulary defines it.
    private static string ReadNumber(LabelDefinition definition, string text, out string? problem)
    {
        bool hasUnit = definition.Unit is { } unit && text.EndsWith(unit, StringComparison.Ordinal);
        string number = hasUnit ? text[..^definition.Unit!.Length].TrimEnd() : text;
        // A comma before one or two digits, or four, is that of a German spreadsheet; before three it may be of thousands.
        if (DecimalComma().IsMatch(number)) number = number.Replace(',', '.');
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            problem = definition.Unit is null ? "is no number, such as 0.5" : $"is no number in {definition.Unit}, such as 0.5";
        else if (value < definition.Minimum || value > definition.Maximum)
            problem = $"is not {definition.Range}";
        else
            problem = null;
        if (problem is not null) return text;
        number = value.ToString("R", CultureInfo.InvariantCulture);
        return definition.Unit is null ? number : $"{number} {definition.Unit}";
    }

    // Spreadsheets write dates as their country does: 04/03/2026 may be in March or in April.
    private static string ReadDate(string text, out string? problem)
    {
        problem = null;
        if (DateTime.TryParseExact(text, IsoDates, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) return text;
        if (WrittenDate().Match(text) is { Success: true } written)
        {
            int first = Part(written, 1), second = Part(written, 3), year = Part(written, 4);
            // With points, the day is first (DIN 5008).
            (int day, int month) = written.Groups[2].Value == "." || first > 12 ? (first, second) : (second, first);
            bool isAmbiguous = written.Groups[2].Value != "." && first <= 12 && second <= 12 && first != second;
            if (!isAmbiguous && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month))
                return string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}");
            problem = isAmbiguous
                ? $"may be {year:0000}-{first:00}-{second:00} or {year:0000}-{second:00}-{first:00}: write the date like one of these"
                : "is no date";
            return text;
        }
        problem = "is no date, such as 2026-03-04";
        return text;
    }

    private static int Part(Match date, int group) => int.Parse(date.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Doi();

    [GeneratedRegex(@"^[+-]?\d+,(\d{1,2}|\d{4,})$")]
    private static partial Regex DecimalComma();

    [GeneratedRegex(@"^(\d{1,2})([./-])(\d{1,2})\2([12]\d{3})(?: 00?:00(?::00)?)?$")]
    private static partial Regex WrittenDate();
}
