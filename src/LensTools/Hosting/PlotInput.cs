using System.Management.Automation;
using LensTools.Engine.Checks;
using LensTools.Engine.Hosting;
using LensTools.Engine.Plots;
using LensTools.Engine.Processing;

namespace LensTools.Hosting;

/// <summary>Turns what is piped to a command into plots: what was computed, and datasets with what was found in them.</summary>
internal static class PlotInput
{
    /// <summary>Whether an object is a result that is drawn itself.</summary>
    public static bool IsComputed(PSObject item) => item.BaseObject is LensProcessedCurve or LensHistogram or LensConsensus;

    /// <summary>The plot of a computed result.</summary>
    /// <exception cref="LensException">It has nothing to draw.</exception>
    public static Plot OfComputed(DatasetPlots plots, object computed, CancellationToken stop) => plots.Of(
        computed switch
        {
            LensProcessedCurve curve => curve.Processed,
            LensConsensus { Processed: { } consensus } => consensus,
            LensHistogram { Histogram: var counted } when counted.ToCurve() is { } curve =>
                new ProcessedCurve(counted.Dataset.Name, curve, [new ProcessSource(counted.Dataset)], counted.Process),
            _ => throw new LensException(new LensError(
                ErrorKind.NotComputable,
                $"{computed} has no curve to draw.",
                $"{computed}",
                "Draw consensuses that have a curve, and histograms that are not of each detector.")),
        },
        stop);

    /// <summary>What was found in what an object stands for.</summary>
    public static IReadOnlyList<Finding> FindingsOf(PSObject item) => item.BaseObject switch
    {
        LensTestResult result => result.Source.Findings,
        LensFinding finding => [finding.Source],
        _ => [],
    };
}
