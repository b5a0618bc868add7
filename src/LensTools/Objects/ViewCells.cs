using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using LensTools.Engine.Labels;

namespace LensTools.Internal;

/// <summary>
/// Computed cells of the views. LensTools.Types.ps1xml exposes them as hidden properties, which views can
/// show in any PowerShell language mode, even those in which script blocks cannot call methods.
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

    /// <summary>
    /// The name with the extension of the file, for files may differ in it alone; shortened before its end, that is what tells the entries
    /// of one file apart.
    /// </summary>
    public static string Name(PSObject item)
    {
        const int ShortestFile = 8;
        // The widths of the columns in LensTools.Format.ps1xml.
        (string name, string path, int width) = item.BaseObject is LensDataset dataset
            ? (dataset.Name, dataset.Path, 28)
            : (((LensTestResult)item.BaseObject).Name, ((LensTestResult)item.BaseObject).Path, 36);
        string full = name.Insert(Path.GetFileNameWithoutExtension(path).Length, Path.GetExtension(path));
        int entry = full.IndexOf('#', StringComparison.Ordinal);
        if (full.Length <= width || entry < 0) return full;
        string end = full[Math.Max(entry, full.Length - (width - ShortestFile - 1))..];
        return $"{full[..(width - end.Length - 1)]}…{end}";
    }

    /// <summary>The sample, or the title in parentheses where the file names no sample.</summary>
    public static string Sample(PSObject item)
    {
        var dataset = (LensDataset)item.BaseObject;
        if (!dataset.Readable) return $"({dataset.Format}, not read)";
        return dataset.Sample ?? (dataset.Title is { } title ? $"({title})" : "");
    }

    /// <summary>
    /// The range of Q in 1/angstrom, such as <c>0.009-0.25</c>, with a ? if the file does not give the unit; empty for raw data.
    /// </summary>
    public static string QRange(PSObject item)
    {
        var dataset = (LensDataset)item.BaseObject;
        return dataset.QMin is { } smallest && dataset.QMax is { } largest
            ? $"{Short(smallest)}-{Short(largest)}{(string.IsNullOrEmpty(dataset.QUnit) ? " ?" : "")}"
            : "";
    }

    /// <summary>Rg with its standard deviation, of a measurement or a consensus.</summary>
    public static string Rg(PSObject item) => item.BaseObject is LensConsensus consensus
        ? WithSigma(consensus.Rg, consensus.RgSigma, consensus.Curve?.QUnit)
        : WithSigma(((LensMeasurement)item.BaseObject).Rg, ((LensMeasurement)item.BaseObject).RgSigma, UnitOf(item));

    /// <summary>The largest distance with its standard deviation.</summary>
    public static string Dmax(PSObject item) =>
        WithSigma(((LensMeasurement)item.BaseObject).Dmax, ((LensMeasurement)item.BaseObject).DmaxSigma, UnitOf(item));

    /// <summary>The mass with its standard deviation.</summary>
    public static string Mass(PSObject item) =>
        WithSigma(((LensMeasurement)item.BaseObject).Mass, ((LensMeasurement)item.BaseObject).MassSigma, UnitOf(item));

    private static string? UnitOf(PSObject item) => ((LensMeasurement)item.BaseObject).QUnit;

    /// <summary>What to know of a measurement: aggregation or repulsion, why there is no Rg, and what else does not apply.</summary>
    public static string MeasurementRemarks(PSObject item)
    {
        var measurement = (LensMeasurement)item.BaseObject;
        IEnumerable<string> departure = measurement.Departure is { } found ? [found.Cause.ToString()] : [];
        // The reasons are in the list; most follow from that of the first, and are long.
        if (measurement.Reasons.FirstOrDefault() is { Value: { } reason } && measurement.Guinier is null)
            return string.Join("; ", departure.Append(reason));
        string missing = string.Join(", ", measurement.Reasons.Keys);
        return string.Join("; ", missing.Length > 0 ? departure.Append($"no {missing}") : departure);
    }

    /// <summary>Where a contribution disagrees with the others.</summary>
    public static string ContributionRemarks(PSObject item) => string.Join("; ", ((LensContribution)item.BaseObject).Remarks);

    /// <summary>The names of the curves that disagree with the others of a consensus, or why there is none.</summary>
    public static string ConsensusRemarks(PSObject item)
    {
        var consensus = (LensConsensus)item.BaseObject;
        return consensus.Reason ?? string.Join(", ", consensus.Contributions.Where(one => one.Remarks.Length > 0).Select(one => one.Name));
    }

    /// <summary>Yes or no; empty for raw counts.</summary>
    public static string Uncertainty(PSObject item) =>
        ((LensDataset)item.BaseObject).HasUncertainty switch { true => "yes", false => "no", null => "" };

    /// <summary>
    /// The rules of the findings, most severe first: <c>Metadata.Sample, Data.QUnit</c>; or the rules that could not be applied.
    /// </summary>
    public static string Rules(PSObject item)
    {
        var result = (LensTestResult)item.BaseObject;
        // What decides by name, what is only worth knowing by number.
        string[] counted = [.. result.Findings.Where(finding => finding.Severity != "Information" && finding.SuppressedBecause is null)
            .Select(finding => finding.Rule)
            .Concat(result.Failures.Select(failure => failure[..failure.IndexOf(':')] + " failed"))
            .Distinct()];
        int others = result.Findings.Select(finding => finding.Rule).Distinct().Count(rule => !counted.Contains(rule));
        return string.Join(", ", counted) + (others > 0 ? $" +{others}" : "");
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

    /// <summary>The number of points in a curve.</summary>
    public static int Count(PSObject item) => ((LensCurve)item.BaseObject).Q.Count;

    /// <summary>The dataset that a label is about: its path in the collection, and the entry if its file has several.</summary>
    public static string Dataset(PSObject item) => item.BaseObject switch
    {
        LensLabel label => WithEntry(label.RelativePath, label.Entry),
        LensLabelProblem problem => WithEntry(problem.RelativePath, problem.Entry),
        LensLabelMatch match => match.Dataset,
        var other => throw new ArgumentException($"{other.GetType().Name} is about no dataset.", nameof(item)),
    };

    /// <summary>The values that a label takes, or what takes its place.</summary>
    public static string LabelValues(PSObject item) => ((LensLabelDefinition)item.BaseObject).Values;

    /// <summary>How many datasets of each stratum a part has.</summary>
    public static string Strata(PSObject item) => string.Join(", ", ((LensSplitPart)item.BaseObject).Stratum
        .Where(stratum => stratum.Key.Length > 0).Select(stratum => $"{stratum.Key.ToLowerInvariant()} {stratum.Value}"));

    private static string WithEntry(string path, string entry) => entry.Length > 0 ? $"{path}#{entry}" : path;

    /// <summary>Who gave a label, without an e-mail address behind the name, on one line.</summary>
    public static string By(PSObject item)
    {
        // The width of the column in LensTools.Format.ps1xml.
        const int Width = 12;
        string name = LabelAuthor.NameOf(((LensLabel)item.BaseObject).By);
        return name.Length <= Width ? name : $"{name[..(Width - 1)]}…";
    }

    /// <summary>When, in UTC.</summary>
    public static string At(PSObject item) => item.BaseObject is LensLabel label
        ? label.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : ((LensWatchEvent)item.BaseObject).At.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The name of the file that an event concerns.</summary>
    public static string? File(PSObject item) => Path.GetFileName(((LensWatchEvent)item.BaseObject).FullName);

    /// <summary>A size in a suitable unit.</summary>
    public static string Size(PSObject item) => ToText(item.BaseObject switch
    {
        LensDataset dataset => dataset.Length,
        LensPublishReceipt receipt => receipt.Length,
        LensReceiveReceipt receipt => receipt.Length,
        LensWithdrawalReceipt receipt => receipt.Length,
        LensVerifiedFile file => file.Length,
        LensPublishSummary summary => summary.Bytes,
        _ => throw new InvalidCastException(item.BaseObject.GetType().FullName),
    });

    /// <summary>The beginning of a SHA-256; empty if the file was refused before it was read.</summary>
    public static string Sha256(PSObject item)
    {
        string sha256 = item.BaseObject is LensPublishReceipt receipt ? receipt.Sha256 : ((LensReceiveReceipt)item.BaseObject).Sha256;
        return sha256[..Math.Min(16, sha256.Length)];
    }

    /// <summary>When a publication last succeeded, in UTC.</summary>
    public static string LastSuccess(PSObject item) =>
        ((LensPublication)item.BaseObject).LastSuccess?.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? "never";

    /// <summary>The free space at a target.</summary>
    public static string? Free(PSObject item) => ToText(((LensTarget)item.BaseObject).FreeBytes);

    /// <summary>The largest piece that a target accepts at once.</summary>
    public static string? Piece(PSObject item) => ToText(((LensTarget)item.BaseObject).LargestPiece);

    /// <summary>The size of a local file.</summary>
    public static string? Here(PSObject item) => ToText(((LensDifference)item.BaseObject).LengthHere);

    /// <summary>The size of a file in the publication.</summary>
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

    // Two digits of the uncertainty, and as many of the value: 15.05 ± 0.12; with a ? where the unit of Q is not known.
    private static string WithSigma(double? value, double? sigma, string? unit)
    {
        string doubt = string.IsNullOrEmpty(unit) ? " ?" : "";
        if (value is not { } known || !double.IsFinite(known)) return "";
        if (sigma is not > 0 || !double.IsFinite(sigma.Value)) return known.ToString("G4", CultureInfo.InvariantCulture) + doubt;
        int digits = Math.Clamp(1 - (int)Math.Floor(Math.Log10(sigma.Value)), 0, 8);
        string format = "F" + digits.ToString(CultureInfo.InvariantCulture);
        string Text(double number) => number.ToString(format, CultureInfo.InvariantCulture);
        return $"{Text(known)} ± {Text(sigma.Value)}{doubt}";
    }

    /// <summary>Where a computed curve begins and ends, with its unit.</summary>
    public static string CurveRange(PSObject item)
    {
        var curve = (LensProcessedCurve)item.BaseObject;
        return curve.Q.Count == 0 ? "" : $"{Short(curve.Q[0])}-{Short(curve.Q[^1])} {UnitCell(curve.QUnit)}".TrimEnd();
    }

    /// <summary>What to know of a computed curve.</summary>
    public static string CurveRemarks(PSObject item) => string.Join("; ", ((LensProcessedCurve)item.BaseObject).Remarks);

    /// <summary>How many bins a histogram has, and of how many detectors.</summary>
    public static string BinCount(PSObject item)
    {
        var histogram = (LensHistogram)item.BaseObject;
        int bins = histogram.Edges.Count - 1;
        return histogram.Detectors.Count == 0 ? $"{bins}" : $"{histogram.Detectors.Count}x{bins}";
    }

    /// <summary>Where the bins of a histogram begin and end, with the unit.</summary>
    public static string BinRange(PSObject item)
    {
        var histogram = (LensHistogram)item.BaseObject;
        return $"{Short(histogram.Edges[0])}-{Short(histogram.Edges[^1])} {histogram.Unit}".TrimEnd();
    }

    /// <summary>How many events are in no bin.</summary>
    public static long NotCounted(PSObject item) => ((LensHistogram)item.BaseObject).Events - ((LensHistogram)item.BaseObject).Counted;

    private static string UnitCell(string? unit) => unit == "1/angstrom" ? "1/A" : unit ?? "";

    private static string Short(double q) => q.ToString("G3", CultureInfo.InvariantCulture);
}
