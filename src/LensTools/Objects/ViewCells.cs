using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;

namespace LensTools.Internal;

/// <summary>
/// The cells of the views that are computed: LensTools.Types.ps1xml makes hidden properties of them, which views can
/// show in any language mode of PowerShell, where script blocks may not call methods.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ViewCells
{
    /// <summary>The folder that views are grouped by.</summary>
    public static string Folder(PSObject item)
    {
        string path = item.BaseObject is LensDataset dataset ? dataset.Path : ((LensTestResult)item.BaseObject).Path;
        return Path.GetDirectoryName(path) ?? path;
    }

    /// <summary>The sample, or the title in parentheses where the file names no sample.</summary>
    public static string Sample(PSObject item)
    {
        var dataset = (LensDataset)item.BaseObject;
        if (!dataset.Readable) return $"({dataset.Format}, not read)";
        return dataset.Sample ?? (dataset.Title is { } title ? $"({title})" : "");
    }

    /// <summary>
    /// The range of Q in 1/angstrom, such as <c>0.009-0.25</c>, with a ? where the file does not say the unit; nothing for raw data.
    /// </summary>
    public static string QRange(PSObject item)
    {
        var dataset = (LensDataset)item.BaseObject;
        return dataset.QMin is { } smallest && dataset.QMax is { } largest
            ? $"{Short(smallest)}-{Short(largest)}{(string.IsNullOrEmpty(dataset.QUnit) ? " ?" : "")}"
            : "";
    }

    /// <summary>Yes, no, or nothing for raw counts.</summary>
    public static string Uncertainty(PSObject item) =>
        ((LensDataset)item.BaseObject).HasUncertainty switch { true => "yes", false => "no", null => "" };

    /// <summary>
    /// What the findings are about, the weightiest first: <c>Metadata.Sample, Data.QUnit</c>; or the rules that could not be applied.
    /// </summary>
    public static string Rules(PSObject item)
    {
        var result = (LensTestResult)item.BaseObject;
        return string.Join(", ", result.Findings.Select(finding => finding.Rule)
            .Concat(result.Failures.Select(failure => failure[..failure.IndexOf(':')] + " failed"))
            .Distinct());
    }

    /// <summary>Each finding on its own lines: rule and severity, what was seen, what to do.</summary>
    public static string Findings(PSObject item)
    {
        LensFinding[] findings = ((LensTestResult)item.BaseObject).Findings;
        return findings.Length == 0
            ? "none"
            : string.Join(
                Environment.NewLine, findings.Select(finding => $"{finding.Severity} {finding.Rule}: {finding.Message}. {finding.Advice}"));
    }

    /// <summary>How many points a curve has.</summary>
    public static int Count(PSObject item) => ((LensCurve)item.BaseObject).Q.Count;

    /// <summary>The dataset of a label: its path in the collection, and the entry where its file has several.</summary>
    public static string Dataset(PSObject item)
    {
        var label = (LensLabel)item.BaseObject;
        return label.Entry.Length > 0 ? $"{label.RelativePath}#{label.Entry}" : label.RelativePath;
    }

    /// <summary>When, in UTC.</summary>
    public static string At(PSObject item) => item.BaseObject is LensLabel label
        ? label.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : ((LensWatchEvent)item.BaseObject).At.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The name of the file that an event is about.</summary>
    public static string? File(PSObject item) => Path.GetFileName(((LensWatchEvent)item.BaseObject).FullName);

    /// <summary>Bytes in the unit that fits.</summary>
    public static string Size(PSObject item) => ToText(item.BaseObject switch
    {
        LensDataset dataset => dataset.Length,
        LensPublishReceipt receipt => receipt.Length,
        LensReceiveReceipt receipt => receipt.Length,
        LensWithdrawalReceipt receipt => receipt.Length,
        _ => throw new InvalidCastException(item.BaseObject.GetType().FullName),
    });

    /// <summary>The beginning of a SHA-256.</summary>
    public static string Sha256(PSObject item) =>
        (item.BaseObject is LensPublishReceipt receipt ? receipt.Sha256 : ((LensReceiveReceipt)item.BaseObject).Sha256)[..16];

    /// <summary>Bytes that are free at a target.</summary>
    public static string? Free(PSObject item) => ToText(((LensTarget)item.BaseObject).FreeBytes);

    /// <summary>The largest piece that a target takes at once.</summary>
    public static string? Piece(PSObject item) => ToText(((LensTarget)item.BaseObject).LargestPiece);

    /// <summary>Bytes of a file here.</summary>
    public static string? Here(PSObject item) => ToText(((LensDifference)item.BaseObject).LengthHere);

    /// <summary>Bytes of a file in the publication.</summary>
    public static string? There(PSObject item) => ToText(((LensDifference)item.BaseObject).LengthThere);

    /// <summary>Whether a withdrawn file was kept.</summary>
    public static string Kept(PSObject item) => ((LensWithdrawalReceipt)item.BaseObject).KeptAs is { Length: > 0 } ? "yes" : "no";

    private static string? ToText(long? bytes) => bytes is { } known ? ToText(known) : null;

    private static string ToText(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        double size = bytes;
        int unit = 0;
        for (; size >= 1024 && unit < units.Length - 1; unit++) size /= 1024;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(unit == 0 ? size.ToString("0", CultureInfo.InvariantCulture) : size.ToString("0.0", CultureInfo.InvariantCulture))} "
                + $"{units[unit]}");
    }

    private static string Short(double q) => q.ToString("G3", CultureInfo.InvariantCulture);
}
