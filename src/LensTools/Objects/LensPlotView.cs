using LensTools.Engine.Plots.Views;

namespace LensTools;

/// <summary>How data are shown.</summary>
public enum LensPlotView
{
    /// <summary>As is usual of the kind of the data.</summary>
    Auto = PlotView.Auto,
    /// <summary>Curves as they are.</summary>
    Curve = PlotView.Curve,
    /// <summary>The intensity against Q², with the Guinier fit and its residuals.</summary>
    Guinier = PlotView.Guinier,
    /// <summary>(Q Rg)² I/I(0) against Q Rg, or Q² I against Q where there is no Rg.</summary>
    Kratky = PlotView.Kratky,
    /// <summary>Q⁴ I against Q.</summary>
    Porod = PlotView.Porod,
    /// <summary>The distribution p(r) of distances.</summary>
    PairDistribution = PlotView.PairDistribution,
    /// <summary>A reflectivity.</summary>
    Reflectivity = PlotView.Reflectivity,
    /// <summary>Planes, or the counts of the pixels of a detector.</summary>
    Detector = PlotView.Detector,
    /// <summary>Counts by time: of events after their pulse, of muons after their arrival.</summary>
    Histogram = PlotView.Histogram,
    /// <summary>Events by the time of their pulse.</summary>
    Timeline = PlotView.Timeline,
}
