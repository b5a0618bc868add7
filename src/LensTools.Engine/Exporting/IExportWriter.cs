using LensTools.Engine.Datasets;

namespace LensTools.Engine.Exporting;

/// <summary>What goes into an exported file.</summary>
/// <param name="Dataset">The dataset with its description.</param>
/// <param name="Curves">What was measured, Q in 1/angstrom where its unit is known.</param>
/// <param name="Metadata">Every value of the source as found.</param>
/// <param name="Labels">Its labels by name.</param>
/// <param name="SourceId">The SHA-256 of the source.</param>
internal sealed record ExportContent(Dataset Dataset, IReadOnlyList<Curve> Curves, IReadOnlyList<MetadataItem> Metadata, IReadOnlyDictionary<string, string> Labels, string SourceId)
{
    /// <summary>The unit of Q in the file: as found where it is not known, else what Q was converted to.</summary>
    public static string QUnit(Curve curve) => IsConverted(curve) ? "1/angstrom" : curve.QUnit ?? "not stated";

    /// <summary>The unit of the intensity; on no scale where the source does not say.</summary>
    public static string IUnit(Curve curve) => curve.IUnit is { Length: > 0 } unit ? unit : "arbitrary";

    private static bool IsConverted(Curve curve) =>
        curve.Abscissa == "Q" && (string.IsNullOrEmpty(curve.QUnit) || Formats.Tables.Units.Find(curve.QUnit, Formats.Tables.Dimension.Momentum) is not null);
}

/// <summary>Writes datasets in one format.</summary>
internal interface IExportWriter
{
    /// <summary>The name that users type.</summary>
    string Id { get; }

    /// <summary>What it is, in a sentence.</summary>
    string Description { get; }

    /// <summary>The ending of its files.</summary>
    string Extension { get; }

    /// <summary>Whether a file holds one curve only.</summary>
    bool HoldsOneCurve { get; }

    /// <summary>Whether it can hold planes.</summary>
    bool HoldsPlanes { get; }

    /// <summary>Whether it can hold curves of other quantities than intensity against Q.</summary>
    bool HoldsOtherQuantities { get; }

    /// <summary>Writes a whole file.</summary>
    void Write(Stream stream, ExportContent content);
}
