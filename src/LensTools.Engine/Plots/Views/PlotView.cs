namespace LensTools.Engine.Plots.Views;

/// <summary>How data are shown.</summary>
public enum PlotView
{
    /// <summary>As is usual of the kind of the data.</summary>
    Auto,
    /// <summary>Curves as they are.</summary>
    Curve,
    /// <summary>The intensity against Q², with the Guinier fit and its residuals.</summary>
    Guinier,
    /// <summary>(Q Rg)² I/I(0) against Q Rg, or Q² I against Q where there is no Rg.</summary>
    Kratky,
    /// <summary>Q⁴ I against Q.</summary>
    Porod,
    /// <summary>The distribution p(r) of distances.</summary>
    PairDistribution,
    /// <summary>A reflectivity.</summary>
    Reflectivity,
    /// <summary>Planes, or the counts of the pixels of a detector.</summary>
    Detector,
    /// <summary>Counts by time: of events after their pulse, of muons after their arrival.</summary>
    Histogram,
    /// <summary>Events by the time of their pulse.</summary>
    Timeline,
}
