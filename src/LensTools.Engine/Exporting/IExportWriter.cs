using LensTools.Engine.Datasets;
using LensTools.Engine.Processing;

namespace LensTools.Engine.Exporting;

/// <summary>What goes into an exported file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dataset">The dataset with its description.</param>
/// <param name="Signals">What was measured, Q in 1/angstrom if its unit is known.</param>
/// <param name="Metadata">Every value of the source as found.</param>
/// <param name="Labels">Its labels by name.</param>
/// <param name="Provenance">Where it is from.</param>
internal sealed record ExportContent(
    string Name,
    Dataset Dataset,
    IReadOnlyList<Signal> Signals,
    IReadOnlyList<MetadataItem> Metadata,
    IReadOnlyDictionary<string, string> Labels,
    Provenance Provenance)
{
    /// <summary>Counts in bins, in the place of signals; null if there are none.</summary>
    public EventHistogram? Histogram { get; init; }

    /// <summary>The unit of Q in the file; null if the source states none: no unit is invented.</summary>
    public static string? QUnit(Signal signal) => signal.X.Unit is { Length: > 0 } unit ? unit : null;

    /// <summary>The unit of the intensity; null if the source states none.</summary>
    public static string? IUnit(Signal signal) => signal.Y.Unit is { Length: > 0 } unit ? unit : null;

    /// <summary>What is lost where only two components of Q can be written.</summary>
    public static IEnumerable<string> LossesOfPlane(Signal signal)
    {
        if (signal is not Plane plane) yield break;
        for (int i = 0; i < plane.Q.Length; i++)
        {
            if (plane.Q[i] - double.Hypot(plane.Qx[i], plane.Qy[i]) is var beyond && beyond > 1e-9 * plane.Q[i])
            {
                yield return "the component of Q along the beam";
                yield break;
            }
        }
    }

    /// <summary>Whether a signal is intensity against Q, along one axis.</summary>
    public static bool IsIntensityCurve(Signal signal) => signal is Curve && IsIntensity(signal);

    /// <summary>Whether a signal is intensity against Q.</summary>
    public static bool IsIntensity(Signal signal) => signal.IsAgainstQ && signal.Y.Quantity == AxisQuantity.Intensity;
}

/// <summary>Writes datasets in one format.</summary>
internal interface IExportWriter
{
    /// <summary>The name that users type.</summary>
    string Id { get; }

    /// <summary>What it is, in a sentence.</summary>
    string Description { get; }

    /// <summary>The extension of its files.</summary>
    string Extension { get; }

    /// <summary>Whether a file holds one curve or plane only.</summary>
    bool HoldsOneSignal { get; }

    /// <summary>Whether it can hold the bins of a histogram, and not only a curve of them.</summary>
    bool HoldsHistograms => false;

    /// <summary>Whether it can hold a curve or plane.</summary>
    bool CanHold(Signal signal);

    /// <summary>What it has no place for, of a curve or plane that it can hold.</summary>
    IEnumerable<string> Losses(Signal signal);

    /// <summary>Writes a whole file.</summary>
    void Write(Stream stream, ExportContent content);
}
