using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats.Muons;

/// <summary>The decays that one group of positron detectors counted, by the time after the muon's arrival.</summary>
/// <param name="Label">Its name in the file.</param>
/// <param name="Counts">The counts of each bin.</param>
/// <param name="Times">The time of each bin after the arrival, in µs.</param>
/// <param name="Location">Where it is in the file.</param>
internal sealed record MuonHistogram(string Label, double[] Counts, double[] Times, string Location)
{
    // Ten million bins are a microsecond in steps of 0.1 ps.
    public const int MostBins = 10_000_000;

    /// <summary>The most bins of all histograms of a file that packs them.</summary>
    public const int MostBinsOfAll = 2 * MostBins;

    /// <summary>The first and last bin that the file declares good; null if it does not, or they are not bins of it.</summary>
    public PointRange? Good { get; init; }

    public Curve ToCurve() => new(
        Label,
        Axis.Of(AxisQuantity.Time, "t", Times, null, "us"),
        Axis.Of(AxisQuantity.Counts, "counts", Counts, null, "counts"),
        Location)
    {
        Good = Good
    };

    /// <summary>The times of bins of equal width.</summary>
    /// <param name="bins">Their number.</param>
    /// <param name="width">Their width in µs.</param>
    /// <param name="zero">The index of the bin of time 0, which need not be whole.</param>
    public static double[] EqualTimes(int bins, double width, double zero)
    {
        var times = new double[bins];
        for (int i = 0; i < bins; i++) times[i] = (i - zero) * width;
        return times;
    }

    /// <summary>The range from two indices, of which the last may lie behind the end; null if that is none.</summary>
    public static PointRange? GoodOf(long first, long last, int bins) =>
        first >= 0 && first < bins && last > first ? new PointRange((int)first, (int)Math.Min(last, bins - 1)) : null;

    /// <summary>A value with its unit, as people write "150.47(0.06)K", "5.000K" or "100 G"; without a unit, the text itself.</summary>
    public static (string Value, string? Unit) Measure(string text)
    {
        int end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' or '-' or '+')) end++;
        if (end == 0 || !double.TryParse(text.AsSpan(0, end), NumberStyles.Float, CultureInfo.InvariantCulture, out _)) return (text, null);
        string unit = text[end..].Trim();
        // The deviation stands in brackets.
        if (unit.StartsWith('(') && unit.IndexOf(')', StringComparison.Ordinal) is > 0 and int close) unit = unit[(close + 1)..].Trim();
        return unit.Length > 0 && unit.All(char.IsLetter) ? (text[..end], unit) : (text, null);
    }
}
