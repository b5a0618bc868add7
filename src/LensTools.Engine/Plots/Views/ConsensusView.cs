using LensTools.Engine.Analysis.Consensus;
using LensTools.Engine.Datasets;
using LensTools.Engine.Measuring;

namespace LensTools.Engine.Plots.Views;

/// <summary>The curves of a sample on the scale of their consensus, and the consensus over them.</summary>
internal static class ConsensusView
{
    /// <summary>The plot of a group that has a consensus.</summary>
    public static Plot Draw(GroupConsensus group)
    {
        CurveConsensus consensus = group.Consensus!;
        Curve mean = consensus.ToCurve(group.Curves[0].Curve);
        PlotSeries[] curves = [.. group.Curves.Zip(consensus.Contributions, (measured, contribution) => new PlotSeries(
            contribution.IsOutlying ? $"{measured.Dataset.Name} (left out)" : measured.Dataset.Name,
            measured.Curve.Q,
            [.. measured.Curve.I.Select(intensity => (intensity * contribution.Scale) + contribution.Background)],
            measured.Curve.Idev is { } sigma ? [.. sigma.Select(one => one * contribution.Scale)] : []))];
        curves = [.. curves.Select((one, i) => one with { Colour = SeriesColours.Of(i, curves.Length + 1) })];
        bool areMany = curves.Length >= SeriesColours.Hues;
        var line = new PlotSeries("consensus", mean.Q, mean.I, [])
        {
            Style = SeriesStyle.Line,
            Colour = SeriesColours.Of(curves.Length, curves.Length + 1),
        };
        return new Plot(
            group.Name,
            PlotAxis.Of(mean.X, PlotScale.Logarithmic),
            [
                new PlotPanel(
                    PlotAxis.Of(mean.Y, PlotScale.Logarithmic), [.. areMany ? curves.Select(one => one.AmongMany()) : curves, line]),
            ])
        {
            Description = $"{curves.Length} curves on one scale, and their consensus.",
            Remarks = areMany ? [PlotSeries.ManyRemark] : [],
        };
    }
}
