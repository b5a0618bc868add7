using LensTools.Engine;
using LensTools.Engine.Processing;

namespace LensTools;

/// <summary>A curve that was computed from datasets, with how.</summary>
public sealed class LensProcessedCurve : LensCurve
{
    internal LensProcessedCurve(ProcessedCurve processed, Workspace workspace)
        : base(processed.Curve)
    {
        Processed = processed;
        Sources = [.. processed.Sources.Select(source => new LensDataset(source.Dataset, workspace))];
    }

    /// <summary>Its name, as for a file.</summary>
    public new string Name => Processed.Name;

    /// <summary>The datasets that it is from.</summary>
    public LensDataset[] Sources { get; }

    /// <summary>What was done, in a word.</summary>
    public string Process => Processed.Process.Name;

    /// <summary>The algorithm and its version, which changes with its results.</summary>
    public string Algorithm => Processed.Process.Algorithm;

    /// <summary>What it was done with, and what it found on the way.</summary>
    public System.Collections.Specialized.OrderedDictionary Parameters => LensHistogram.InOrder(Processed.Process.Parameters);

    /// <summary>What to know of the result.</summary>
    public string[] Remarks => [.. Processed.Process.Remarks];

    internal ProcessedCurve Processed { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Q.Count} points)";
}
