using System.Text;

namespace LensTools.Engine.Plots;

/// <summary>Units as they are printed: 1/angstrom is Å⁻¹.</summary>
internal static class PrintedUnit
{
    private static readonly Dictionary<string, string> Symbols = new()
    {
        ["angstrom"] = "Å",
        ["us"] = "µs",
        ["degree"] = "°",
        ["um"] = "µm",
    };

    private static readonly (string Printed, string Plain)[] PlainText =
    [
        ("Å", "A"), ("µ", "u"), ("°", "deg"), ("σ", "s"), ("Δ", "D"), ("·", "*"), ("×", "x"), ("−", "-"), ("≤", "<="), ("χ", "chi"),
        ("√", "sqrt "), ("…", "..."), ("–", "-"), ("±", "+-"),
    ];

    private const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻", Usual = "0123456789-";

    /// <summary>A unit as it is printed; null for none.</summary>
    public static string? Of(string? unit)
    {
        if (unit is null) return null;
        return unit.StartsWith("1/", StringComparison.Ordinal) && unit.LastIndexOf('/') == 1
            ? unit.EndsWith('²') ? Symbol(unit[2..^1]) + "⁻²" : Symbol(unit[2..]) + "⁻¹"
            : Symbol(unit);
    }

    /// <summary>The square of an inverse unit such as 1/angstrom, in the same spelling.</summary>
    public static string SquareOf(string unit) => unit.StartsWith("1/", StringComparison.Ordinal) ? unit + "²" : $"({unit})²";

    /// <summary>A text with its characters outside ASCII spelled, or left out where there is no spelling.</summary>
    public static string Plain(string text)
    {
        foreach ((string printed, string plain) in PlainText) text = text.Replace(printed, plain, StringComparison.Ordinal);
        var spelled = new StringBuilder();
        bool wasRaised = false;
        foreach (char c in text)
        {
            int raised = Raised.IndexOf(c);
            if (raised >= 0 && !wasRaised) spelled.Append('^');
            wasRaised = raised >= 0;
            spelled.Append(raised >= 0 ? Usual[raised] : char.IsAscii(c) && !char.IsControl(c) ? c : '?');
        }
        return spelled.ToString();
    }

    /// <summary>The parts of a text that are raised, and those that are not; raised ones in usual digits.</summary>
    public static IEnumerable<(string Text, bool IsRaised)> Runs(string text)
    {
        int start = 0;
        for (int i = 1; i <= text.Length; i++)
        {
            bool isRaised = Raised.Contains(text[start]);
            if (i < text.Length && Raised.Contains(text[i]) == isRaised) continue;
            string run = text[start..i];
            yield return (isRaised ? string.Concat(run.Select(c => c == '⁻' ? '−' : Usual[Raised.IndexOf(c)])) : run, isRaised);
            start = i;
        }
    }

    /// <summary>A power of ten as it is printed.</summary>
    public static string PowerOfTen(int exponent) =>
        "10" + string.Concat(exponent.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(c => Raised[Usual.IndexOf(c)]));

    private static string Symbol(string unit) => Symbols.GetValueOrDefault(unit, unit);
}
