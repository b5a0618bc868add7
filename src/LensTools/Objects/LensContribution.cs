using System.Globalization;
using LensTools.Engine.Analysis.Consensus;
using LensTools.Engine.Measuring;

namespace LensTools;

/// <summary>One curve beside the consensus of the others.</summary>
public sealed class LensContribution
{
    private const double FarBand = 3, FarRg = 3, FarScale = 2;

    internal LensContribution(MeasuredCurve of, CurveContribution one)
    {
        Name = of.Dataset.Name;
        Path = of.Dataset.Path;
        Entry = of.Dataset.Entry;
        Facility = of.Dataset.Facility;
        Curve = of.Curve.Name;
        Scale = one.Scale;
        ScaleSigma = one.ScaleSigma;
        Background = one.Background;
        ChiSquare = one.ChiSquare;
        Bands = [.. one.Bands];
        Rg = one.Rg;
        RgScore = one.RgScore;
        RejectedPoints = one.RejectedPoints;
        IsOutlying = one.IsOutlying;
        Reason = one.Reason;
        Remarks = [.. RemarksOn(one)];
    }

    /// <summary>The dataset's name.</summary>
    public string Name { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The path as PowerShell's cmdlets take it literally.</summary>
    public string PSPath => @"Microsoft.PowerShell.Core\FileSystem::" + Path;

    /// <summary>The entry of the file; empty where it is the only one.</summary>
    public string Entry { get; }

    /// <summary>The facility.</summary>
    public string? Facility { get; }

    /// <summary>The name of the curve in the file.</summary>
    public string Curve { get; }

    /// <summary>The factor that makes it like the others.</summary>
    public double Scale { get; }

    /// <summary>Its standard deviation.</summary>
    public double ScaleSigma { get; }

    /// <summary>The constant that is added to it then.</summary>
    public double Background { get; }

    /// <summary>χ² per point of its distance from the others.</summary>
    public double ChiSquare { get; }

    /// <summary>By part of the range of Q, how far it is from the others, in standard deviations of their spread.</summary>
    public BandScore[] Bands { get; }

    /// <summary>Its Rg; null if it has no Guinier region.</summary>
    public double? Rg { get; }

    /// <summary>How far its Rg is from that of the others, in standard deviations.</summary>
    public double? RgScore { get; }

    /// <summary>How many of its points were left out.</summary>
    public int RejectedPoints { get; }

    /// <summary>Whether it was left out as a whole.</summary>
    public bool IsOutlying { get; }

    /// <summary>Why; null if it was used.</summary>
    public string? Reason { get; }

    /// <summary>Where it disagrees with the others, in words; empty if it agrees.</summary>
    public string[] Remarks { get; }

    /// <inheritdoc/>
    public override string ToString() => Remarks.Length == 0 ? Name : $"{Name}: {string.Join("; ", Remarks)}";

    private static IEnumerable<string> RemarksOn(CurveContribution one)
    {
        if (one.Reason is { } reason) yield return reason;
        if (one.Scale is > FarScale or < 1 / FarScale) yield return string.Create(CultureInfo.InvariantCulture, $"scale {one.Scale:G3}");
        // Bands side by side are one.
        for (int i = 0, next; i < one.Bands.Count; i = next)
        {
            int side = Side(one.Bands[i]);
            for (next = i + 1; next < one.Bands.Count && Side(one.Bands[next]) == side; next++)
            {
            }
            if (side == 0) continue;
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{(side > 0 ? "above" : "below")} the others from {one.Bands[i].QMin:G2} to {one.Bands[next - 1].QMax:G2}");
        }
        if (one.RgScore is { } score && Math.Abs(score) > FarRg)
            yield return string.Create(CultureInfo.InvariantCulture, $"Rg {one.Rg:G4}");
    }

    private static int Side(BandScore band) => Math.Abs(band.Score) > FarBand ? Math.Sign(band.Score) : 0;
}
