using System.Buffers;
using System.Text.RegularExpressions;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Formats.Text;

/// <summary>Finds the unit of Q, or that it is an angle, in the words around a table.</summary>
internal static partial class StatedUnit
{
    private static readonly SearchValues<string> Hints = SearchValues.Create(
        ["q", "unit", "vector", "transfer", "label", "axis"], StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The unit of Q that a line states beside the names of columns: "Q units=1/nm", "scattering vector in 1/nm"; null if none.
    /// </summary>
    public static string? Find(IEnumerable<TextLine> words)
    {
        foreach ((_, string text) in words)
        {
            if (text.AsSpan().IndexOfAny(Hints) < 0 || !SpeaksOfQ().IsMatch(text)) continue;
            foreach (Match match in Candidate().Matches(text))
            {
                string unit = match.Value.Trim(' ', ',', ';', '.', '=', ':');
                // Intensities have 1/cm; only lengths of atoms and particles are those of momentum transfer.
                if (InverseLength.FactorOf(unit) is not null) return unit;
            }
        }
        return null;
    }

    /// <summary>The line that says that the first column is an angle, or null.</summary>
    public static TextLine? FindAngle(IEnumerable<TextLine> words) => words.FirstOrDefault(
        line => line.Text.Contains("th", StringComparison.OrdinalIgnoreCase) && Angle().IsMatch(line.Text));

    [GeneratedRegex(
        @"\bq\b|\bqunits?\b|scattering\s+vector|momentum\s+transfer|\bunits?\b|x-?(?:units?|label|axis)|wave-?vector",
        RegexOptions.IgnoreCase)]
    private static partial Regex SpeaksOfQ();

    // A unit is a word with a power or a slash, or two words.
    [GeneratedRegex(
        @"(?:inverse|reciprocal|inv\.?|per)\s+\w+"
            + @"|(?:1|rad)\s?/\s?\(?\s?[A-Za-zµμÅåÅ]+\)?"
            + @"|[\\$({]*[A-Za-zµμÅåÅ]+[)}]*\s?(?:\*\*|\\S|\^|_|\$)?\s?[({]*\s?[-−–⁻]\s?[1¹][)}$]*(?:\.0)?",
        RegexOptions.IgnoreCase)]
    private static partial Regex Candidate();

    [GeneratedRegex(@"\b(?:2|two)[\s-]?theta\b|\b2th\b|\btwotheta\b", RegexOptions.IgnoreCase)]
    private static partial Regex Angle();
}
