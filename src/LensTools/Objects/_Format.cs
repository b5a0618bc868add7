using System.ComponentModel;
using System.Globalization;

namespace LensTools.Internal;

/// <summary>The cells of the views that are computed; called by LensTools.Format.ps1xml.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class _Format
{
    /// <summary>The range of Q in 1/angstrom, such as <c>0.009-0.25</c>, with a ? where the file does not say the unit; nothing for raw data.</summary>
    public static string QRange(LensDataset dataset) =>
        dataset.QMin is { } smallest && dataset.QMax is { } largest ? $"{Short(smallest)}-{Short(largest)}{(string.IsNullOrEmpty(dataset.QUnit) ? " ?" : "")}" : "";

    /// <summary>The sample, or the title where the file names no sample.</summary>
    public static string Sample(LensDataset dataset) => dataset.Sample ?? dataset.Title ?? (dataset.Level == "Unread" ? $"({dataset.Format}, not read)" : "");

    /// <summary>Yes, no, or nothing for raw counts.</summary>
    public static string Uncertainty(LensDataset dataset) => dataset.HasUncertainty switch { true => "yes", false => "no", null => "" };

    /// <summary>The folder that views are grouped by.</summary>
    public static string Folder(string path) => Path.GetDirectoryName(path) ?? path;

    /// <summary>What the findings are about, the weightiest first: <c>Metadata.Sample, Data.QUnit</c>.</summary>
    public static string Rules(LensTestResult result) => string.Join(", ", result.Findings.Select(finding => finding.Rule).Distinct());

    /// <summary>Each finding on its own lines: rule and severity, what was seen, what to do.</summary>
    public static string Findings(LensTestResult result) =>
        result.Findings.Length == 0 ? "none" : string.Join(Environment.NewLine, result.Findings.Select(finding => $"{finding.Severity} {finding.Rule}: {finding.Message}. {finding.Advice}"));

    /// <summary>Bytes in the unit that fits.</summary>
    public static string Size(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        double size = bytes;
        int unit = 0;
        for (; size >= 1024 && unit < units.Length - 1; unit++) size /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? size.ToString("0", CultureInfo.InvariantCulture) : size.ToString("0.0", CultureInfo.InvariantCulture))} {units[unit]}");
    }

    private static string Short(double q) => q.ToString("G3", CultureInfo.InvariantCulture);
}
