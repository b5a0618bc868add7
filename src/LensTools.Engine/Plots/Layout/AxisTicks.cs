using System.Globalization;

namespace LensTools.Engine.Plots.Layout;

/// <summary>A tick of an axis.</summary>
/// <param name="Value">Where it is.</param>
/// <param name="Label">What it is labelled with; empty for a minor one.</param>
internal readonly record struct AxisTick(double Value, string Label)
{
    /// <summary>Whether it is one of the few that are longer.</summary>
    public bool IsMajor { get; init; }
}

/// <summary>The ticks of an axis.</summary>
/// <param name="Ticks">The ticks, in increasing order.</param>
/// <param name="Exponent">The power of ten that labels are to be multiplied by; 0 for none.</param>
internal sealed record AxisTicks(IReadOnlyList<AxisTick> Ticks, int Exponent)
{
    // Multiples of a power of ten that a label may be at, beside the power itself.
    private static readonly int[][] Between = [[], [3], [2, 5]];

    /// <summary>The ticks of a range.</summary>
    /// <param name="range">The range.</param>
    /// <param name="most">How many labels there is room for.</param>
    public static AxisTicks Of(AxisRange range, int most)
    {
        most = Math.Max(2, most);
        if (range.Scale == PlotScale.Logarithmic && range.To / range.From >= 4) return Logarithmic(range, most);
        return Linear(range, most);
    }

    private static AxisTicks Linear(AxisRange range, int most)
    {
        double step = NiceStep((range.To - range.From) / most, out int parts);
        int power = (int)Math.Floor(Math.Log10(Math.Max(Math.Abs(range.From), Math.Abs(range.To))));
        int exponent = power is > 5 or < -3 ? power : 0;
        int decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step / Math.Pow(10, exponent)) - 1e-9), 0, 12);
        // 2.5 has a decimal more than 2.
        if (parts == 5 && Math.Round(step / Math.Pow(10, Math.Floor(Math.Log10(step))), 3) == 2.5) decimals++;
        var ticks = new List<AxisTick>();
        double minor = step / parts;
        long first = (long)Math.Ceiling((range.From / minor) - 1e-9), last = (long)Math.Floor((range.To / minor) + 1e-9);
        for (long i = first; i <= last && ticks.Count < 1000; i++)
        {
            double value = i * minor;
            bool isMajor = i % parts == 0;
            string label = isMajor
                ? Number((i / parts * step / Math.Pow(10, exponent)).ToString("F" + decimals, CultureInfo.InvariantCulture))
                : "";
            ticks.Add(new AxisTick(value, label) { IsMajor = isMajor });
        }
        return new AxisTicks(ticks, exponent);
    }

    private static double NiceStep(double rough, out int parts)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        (double factor, parts) = (rough / power) switch
        {
            <= 1 => (1.0, 5),
            <= 2 => (2.0, 4),
            <= 2.5 => (2.5, 5),
            <= 5 => (5.0, 5),
            _ => (10.0, 5),
        };
        return factor * power;
    }

    private static AxisTicks Logarithmic(AxisRange range, int most)
    {
        int first = (int)Math.Floor(Math.Log10(range.From)), last = (int)Math.Ceiling(Math.Log10(range.To));
        double decades = Math.Log10(range.To / range.From);
        int each = (int)Math.Ceiling(decades / most);
        // Numbers that people read at a glance are written in full; of powers, decades are enough.
        bool isPlain = range.From >= 0.0009 && range.To <= 30000;
        int[] labelled = each > 1 || (!isPlain && decades > 2)
            ? []
            : Between.Last(multiples => multiples.Length == 0 || decades * (multiples.Length + 1) <= most);
        var ticks = new List<AxisTick>();
        for (int exponent = first; exponent <= last; exponent++)
        {
            double power = Math.Pow(10, exponent);
            for (int multiple = 1; multiple <= 9; multiple++)
            {
                double value = multiple * power;
                if (value < range.From * (1 - 1e-9) || value > range.To * (1 + 1e-9)) continue;
                bool isDecade = multiple == 1;
                // With more decades than labels, minor ticks are the decades between.
                if (each > 1 && !isDecade) continue;
                bool isLabelled = isDecade ? Math.Abs(exponent % each) == 0 : labelled.Contains(multiple);
                ticks.Add(new AxisTick(value, isLabelled ? Label(multiple, exponent, isPlain) : "")
                {
                    IsMajor = isDecade && isLabelled,
                });
            }
        }
        return new AxisTicks(ticks, 0);
    }

    private static string Label(int multiple, int exponent, bool isPlain)
    {
        if (isPlain) return (multiple * Math.Pow(10, exponent)).ToString("0.####", CultureInfo.InvariantCulture);
        string power = PrintedUnit.PowerOfTen(exponent);
        return multiple == 1 ? power : $"{multiple}·{power}";
    }

    private static string Number(string text) => text.StartsWith('-') ? text.TrimStart('-').Trim('0', '.').Length == 0
        ? text[1..]
        : "−" + text[1..] : text;
}
