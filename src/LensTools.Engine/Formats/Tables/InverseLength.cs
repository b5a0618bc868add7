using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace LensTools.Engine.Formats.Tables;

/// <summary>
/// Reads a unit of inverse length however it is spelled: <c>1/nm</c>, <c>nm^{-1}</c>, <c>rad/Å</c>, <c>inverse nanometres</c>.
/// </summary>
internal static partial class InverseLength
{
    private const int LongestUnit = 40;

    // The 1 of a power, or what begins a word: inverse, reciprocal, per.
    private static readonly SearchValues<char> Parts = SearchValues.Create("1¹iIpPrR");

    private static readonly Remembered<double?> Known = new(Find);

    // The lengths in angstroms. Only these are usual for momentum transfer; "1/cm" is not among them, as it is that of intensities.
    private static readonly Dictionary<string, double> Lengths = new(StringComparer.Ordinal)
    {
        ["a"] = 1,
        ["å"] = 1,
        ["ang"] = 1,
        ["angs"] = 1,
        ["angst"] = 1,
        ["angstrom"] = 1,
        ["angstroms"] = 1,
        ["angstroem"] = 1,
        ["aangstroem"] = 1,
        ["ångström"] = 1,
        ["ångstrom"] = 1,
        ["angström"] = 1,
        ["aa"] = 1,
        ["nm"] = 10,
        ["nanometer"] = 10,
        ["nanometers"] = 10,
        ["nanometre"] = 10,
        ["nanometres"] = 10,
        ["um"] = 1e4,
        ["µm"] = 1e4,
        ["μm"] = 1e4,
        ["micron"] = 1e4,
        ["microns"] = 1e4,
        ["micrometer"] = 1e4,
        ["micrometre"] = 1e4,
        ["pm"] = 1e-2,
    };

    /// <summary>The factor to 1/angstrom; null if the text is no such unit.</summary>
    public static double? FactorOf(string text) =>
        text.Length is 0 or > LongestUnit || text.AsSpan().IndexOfAny(Parts) < 0 ? null : Known.Of(text);

    private static double? Find(string text)
    {
        if (Pattern().Match(Plain(text)) is not { Success: true } match) return null;
        string length = match.Groups["under"] is { Success: true } under ? under.Value
            : match.Groups["power"] is { Success: true } power ? power.Value
            : match.Groups["words"].Value;
        return Lengths.TryGetValue(length, out double angstroms) ? 1 / angstroms : null;
    }

    // Lower case, without blanks, brackets and the marks of LaTeX and Grace; minus signs and superscripts as ASCII.
    private static string Plain(string text)
    {
        string composed = text.Normalize(NormalizationForm.FormC).Replace(@"\S", "^").Replace(@"\N", "");
        string lower = Mathrm().Replace(composed, "").ToLowerInvariant();
        var plain = new StringBuilder(lower.Length);
        foreach (char c in lower)
        {
            switch (c)
            {
                case '−' or '–' or '⁻' or '‐' or '‑':
                    plain.Append('-');
                    break;
                case '¹':
                    plain.Append('1');
                    break;
                case '\u212b':
                    plain.Append('å');
                    break;
                case '(' or ')' or '[' or ']' or '{' or '}' or '$' or '\\' or '.' or ' ' or '\t' or '\u00a0':
                    break;
                default:
                    plain.Append(c);
                    break;
            }
        }
        return plain.ToString().TrimEnd('^').Replace("^-10", "^-1", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\\(?:math|text)?(?:rm|it)?(?=[{A])|\\(?:rm|mathrm|text|,|;|!| )")]
    private static partial Regex Mathrm();

    [GeneratedRegex(
        @"^(?:(?:1|rad|radians?)/(?<under>[a-zåöµμ]+)(?:\^1)?|(?<power>[a-zåöµμ]+?)(?:\^|\*\*|_|\^\^)?-1"
            + @"|(?:inverse|inv|per|reciprocal|1over|radper)(?<words>[a-zåöµμ]+))$")]
    private static partial Regex Pattern();
}
